"""Logos and scanned signatures: judged by their content, brought into a form that every paper can print, kept for ever.

What is kept is never what was sent: a photograph is drawn anew without its metadata, a drawing is written anew from the
few elements that draw something.
"""

from app.documents.pictures.colours import LEAST_CONTRAST, contrast_with_paper, is_colour, is_readable
from app.documents.pictures.making import LARGEST_PICTURE, printable_picture
from app.documents.pictures.refusals import ColourNotReadable, PictureRefused

__all__ = [
    "LARGEST_PICTURE",
    "LEAST_CONTRAST",
    "ColourNotReadable",
    "PictureRefused",
    "contrast_with_paper",
    "is_colour",
    "is_readable",
    "printable_picture",
]
