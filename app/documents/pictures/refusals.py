"""Why a picture is not taken."""

from app.core.errors import RuleBroken
from app.core.language import N_


class PictureRefused(RuleBroken):
    """A file that cannot be printed as a picture."""


class PictureTooLarge(PictureRefused):
    """The file has more bytes than anybody needs to print a logo."""

    message = N_("« %(name)s » est trop lourd : 2 Mo au plus.")


class NoPicture(PictureRefused):
    """The content is none of the kinds that are printed, or is damaged."""

    message = N_("« %(name)s » n’est pas une image PNG, JPEG ou SVG entière.")


class PictureTooManyPixels(PictureRefused):
    """Drawn out, the picture would fill the memory."""

    message = N_(
        "« %(name)s » a trop de points : 6 000 de large et de haut, et 16 millions en tout, au plus."
    )


class PictureTooSmall(PictureRefused):
    """There are too few pixels to print."""

    message = N_("« %(name)s » est trop petit pour être imprimé : 40 points de large et 20 de haut au moins.")


class DrawingTooComplex(PictureRefused):
    """A drawing that would slow every page down."""

    message = N_("« %(name)s » est un dessin trop compliqué. Simplifiez-le, ou enregistrez-le en PNG.")


class DrawingWithoutFrame(PictureRefused):
    """A drawing whose frame is not given by four numbers cannot be placed."""

    message = N_("« %(name)s » ne dit pas son cadre (viewBox) en quatre nombres. Enregistrez-le de nouveau.")


class DrawingHasForbidden(PictureRefused):
    """A drawing with something that runs, that is fetched from elsewhere, or that is drawn differently elsewhere."""

    message = N_(
        "« %(name)s » contient « %(element)s », que Livret n’imprime pas : ni script, ni adresse, ni texte, ni image. "
        "Convertissez les textes en tracés, ou enregistrez le logo en PNG."
    )


class ColourNotReadable(RuleBroken):
    """Text of this colour cannot be read on white paper."""

    message = N_(
        "La couleur %(colour)s n’est pas assez foncée pour se lire sur du papier blanc : il faut un contraste de 4,5 "
        "au moins."
    )
