"""A trainer on a phone, at the door of the room: the half-day of today is saved in three taps, or by keyboard alone."""

import re

from playwright.sync_api import ElementHandle, Page, expect

from app.demonstration.people import STAFF
from tests.browser.conftest import SignIn

TRAINER = STAFF[1][0]
MORNING_OF_TODAY = re.compile("^09:00 – 12:30, Groupe E")
SAVE = "Enregistrer la présence"
SAVED = "La feuille de présence est enregistrée."

COUNT_TAPS = """
addEventListener("pointerdown", () => sessionStorage.taps = Number(sessionStorage.taps || 0) + 1, true);
"""


def test_today_is_saved_with_everyone_present_in_at_most_three_taps(
    page_phone: Page, sign_in: SignIn
) -> None:
    sign_in(page_phone, TRAINER)
    page_phone.add_init_script(COUNT_TAPS)
    page_phone.reload()

    page_phone.get_by_role("link", name=MORNING_OF_TODAY).click()
    expect(page_phone.get_by_role("radio", name="Présent", exact=True, checked=True)).to_have_count(2)
    page_phone.get_by_role("button", name=SAVE).click()

    expect(page_phone.get_by_text(SAVED)).to_be_visible()
    assert 0 < page_phone.evaluate("Number(sessionStorage.taps)") <= 3
    expect(page_phone.get_by_role("cell", name="3 h 30")).to_have_count(2)


def test_today_is_saved_by_keyboard_alone(page_desktop: Page, sign_in: SignIn) -> None:
    sign_in(page_desktop, TRAINER)

    press_until(page_desktop, MORNING_OF_TODAY)
    page_desktop.keyboard.press("Enter")
    expect(page_desktop.get_by_role("button", name=SAVE)).to_be_visible()
    press_until(page_desktop, re.compile("Présent"))
    page_desktop.keyboard.press("ArrowRight")
    expect(page_desktop.get_by_role("radio", name="Absent excusé", checked=True)).to_have_count(1)
    press_until(page_desktop, re.compile(SAVE))
    page_desktop.keyboard.press("Enter")

    expect(page_desktop.get_by_text(SAVED)).to_be_visible()
    expect(page_desktop.get_by_role("main")).to_contain_text("Absent excusé")


def test_the_keyboard_goes_through_the_register_in_the_order_in_which_it_is_read(
    page_desktop: Page, sign_in: SignIn
) -> None:
    sign_in(page_desktop, TRAINER)
    page_desktop.get_by_role("link", name=MORNING_OF_TODAY).click()
    page_desktop.get_by_role("radio", name="Présent", exact=True).first.focus()
    people = page_desktop.locator(".roster legend").all_inner_texts()

    stops = stops_until(page_desktop, SAVE)

    in_order = [words for name in people for words in ("Présent", f"Détails {name}")]
    assert [words for words, _element in stops] == [*in_order, SAVE]
    # All at one instant: on a busy machine a page still moves while it is gone through.
    heights = page_desktop.evaluate(_HEIGHTS, [element for _words, element in stops])
    assert heights == sorted(heights)


def test_the_count_of_the_register_follows_the_marks(page_phone: Page, sign_in: SignIn) -> None:
    sign_in(page_phone, TRAINER)
    page_phone.get_by_role("link", name=MORNING_OF_TODAY).click()
    count = page_phone.locator(".roster-bar__count")
    expect(count).to_have_text("2 présents sur 2")

    page_phone.get_by_role("radio", name="Absent excusé", exact=True).first.check()

    expect(count).to_have_text("1 présent sur 2")


def press_until(page: Page, words: re.Pattern[str]) -> None:
    """Press the tabulator until what has the focus, which must be visible, has these words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words.search(str(focused.evaluate(_WORDS))):
            assert focused.evaluate(_IS_MARKED), f"The focus on {words.pattern} cannot be seen."
            return
    raise AssertionError(f"No {words.pattern} can be reached by keyboard on {page.url}.")


def stops_until(page: Page, words: str) -> list[tuple[str, ElementHandle]]:
    """Press the tabulator until what has the focus has these words; tell the words of each stop, and what it is."""
    stops = [stop(page)]
    while stops[-1][0] != words and len(stops) < 60:
        page.keyboard.press("Tab")
        stops.append(stop(page))
    return stops


def stop(page: Page) -> tuple[str, ElementHandle]:
    """Tell the words of what has the focus, and what it is."""
    focused = page.locator(":focus")
    return " ".join(focused.evaluate(_WORDS).split()), focused.element_handle()


_HEIGHTS = "elements => elements.map(element => element.getBoundingClientRect().top + scrollY)"
_WORDS = "element => (element.labels?.[0] ?? element).textContent.trim()"
# What is not drawn marks nothing, and what looks the same without the focus does not tell where it is.
_IS_MARKED = """element => {
  const look = () => [element, ...(element.labels ?? [])].map(each => getComputedStyle(each))
    .filter(style => style.opacity > 0).map(style => style.outline + style.boxShadow).join();
  const withFocus = look();
  element.blur();
  const without = look();
  element.focus();
  return withFocus !== without;
}"""
