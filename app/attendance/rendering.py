"""Pictures that the pages of registers show."""

import segno


def qr_picture(address: str) -> str:
    """Return the QR code of an address as an SVG that fits into an ``img`` (a ``data:`` address)."""
    picture: str = segno.make(address, error="m", micro=False).svg_data_uri(
        scale=8, border=3, dark="#000", light="#fff", omitsize=True
    )
    return picture
