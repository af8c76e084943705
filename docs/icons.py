"""Draws the icons with which phones install Livret, from the picture that browsers show: ``python docs/icons.py``."""

import base64
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "app" / "static" / "images"
PAPER = "#fffdf6"


def draw() -> None:
    """Draw each size, with the room around the book that a phone may cut off."""
    picture = base64.b64encode((IMAGES / "favicon.svg").read_bytes()).decode()
    background = f"{PAPER} center/64% no-repeat url(data:image/svg+xml;base64,{picture})"
    page_of = f"<body style='margin:0;background:{background}'>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size in (192, 512):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(page_of)
            page.screenshot(path=IMAGES / f"icon-{size}.png")
        browser.close()


if __name__ == "__main__":
    draw()
