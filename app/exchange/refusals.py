"""Why a file as a whole cannot be read; nothing of it is used then."""

from app.core.errors import RuleBroken
from app.core.language import N_


class UnreadableFile(RuleBroken):
    """The file cannot be read as the table that was expected."""

    message = N_("Ce fichier ne peut pas être lu.")


class EmptyFile(UnreadableFile):
    """The file holds nothing but blanks."""

    message = N_("Le fichier « %(filename)s » est vide.")


class NoRows(UnreadableFile):
    """There are headings and nothing below them."""

    message = N_("Le fichier n’a aucune ligne sous ses titres de colonnes.")


class TooLarge(UnreadableFile):
    """The file is larger than what is accepted."""

    message = N_("Le fichier « %(filename)s » dépasse %(limit)s Mo. Découpez-le en plusieurs fichiers.")


class TooLargeInside(UnreadableFile):
    """The workbook unpacks to more than what is accepted."""

    message = N_("Une fois ouvert, ce classeur dépasse %(limit)s Mo. Ne gardez que la feuille utile.")


class TooManyRows(UnreadableFile):
    """There are more rows than what is accepted."""

    message = N_("Le fichier compte plus de %(limit)s lignes. Découpez-le en plusieurs fichiers.")


class TooManyColumns(UnreadableFile):
    """There are more columns than what is accepted."""

    message = N_("Ligne %(line)s : plus de %(limit)s colonnes. Ne gardez que les colonnes utiles.")


class TooManyCells(UnreadableFile):
    """The rectangle around the filled cells is larger than what is accepted."""

    message = N_(
        "La feuille s’étend sur plus de %(limit)s cellules : supprimez ce qui est loin du tableau, "
        "ou copiez le tableau dans un classeur neuf."
    )


class CellTooLong(UnreadableFile):
    """One cell holds more text than what is accepted."""

    message = N_("Ligne %(line)s : une cellule dépasse %(limit)s caractères.")


class WrongKindOfFile(UnreadableFile):
    """The content is that of another kind of file, whatever its name says."""

    message = N_(
        "Le fichier « %(filename)s » semble être un fichier %(kind)s. Enregistrez le tableau au format XLSX ou CSV, "
        "puis recommencez."
    )


class NotATable(UnreadableFile):
    """The first line has no separator of columns."""

    message = N_("La première ligne ne sépare pas de colonnes par « ; », « , » ou une tabulation.")


class WrongEncoding(UnreadableFile):
    """The bytes are no text in any of the encodings that we read."""

    message = N_(
        "Ce fichier n’est pas un texte lisible. Dans Excel, enregistrez-le en « CSV UTF-8 » ou en XLSX."
    )


class GarbledText(UnreadableFile):
    """The accents were destroyed before the file came to us."""

    message = N_(
        "Ligne %(line)s : les accents sont abîmés (« %(sample)s »). Rouvrez le fichier d’origine et "
        "enregistrez-le en « CSV UTF-8 » ou en XLSX."
    )


class BrokenQuotes(UnreadableFile):
    """A quotation mark opens a cell that does not close properly."""

    message = N_('Ligne %(line)s : un guillemet « " » ouvre une cellule et ne la referme pas correctement.')


class EncryptedWorkbook(UnreadableFile):
    """The workbook asks for a password."""

    message = N_("Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe.")


class WorkbookWithMacros(UnreadableFile):
    """The workbook carries a program."""

    message = N_("Ce classeur contient des macros. Enregistrez-le au format XLSX, sans macros.")


class DamagedWorkbook(UnreadableFile):
    """The workbook is cut short, altered, or not what Excel would have written."""

    message = N_(
        "Ce classeur est endommagé. Rouvrez-le dans Excel et enregistrez-le à nouveau au format XLSX."
    )


class UnknownSheet(UnreadableFile):
    """No sheet has the name that is looked for."""

    message = N_("Aucune feuille dont le nom contient « %(wanted)s ». Feuilles du classeur : %(found)s.")


class HiddenSheet(UnreadableFile):
    """The sheet is there and nobody can see it in Excel."""

    message = N_("La feuille « %(sheet)s » est masquée. Affichez-la et vérifiez-la avant de l’importer.")


class SeveralSheets(UnreadableFile):
    """More than one sheet has the name that is looked for."""

    message = N_("Plusieurs feuilles conviennent : %(found)s. Gardez-en une seule.")


class MissingColumns(UnreadableFile):
    """Headings that the layout needs are not there; each is named with the closest heading found."""

    message = N_("Colonnes absentes : %(missing)s. Colonnes du fichier : %(found)s.")


class DuplicateHeader(UnreadableFile):
    """Two columns have the same heading, so that nobody can say which one counts."""

    message = N_("La colonne « %(header)s » figure deux fois. Gardez-en une seule.")


class MisplacedColumn(UnreadableFile):
    """In a layout read by position, a heading says that its column stands elsewhere."""

    message = N_("La colonne « %(header)s » est attendue en position %(position)s.")


class NoHeadings(UnreadableFile):
    """The first line is already data."""

    message = N_("La première ligne doit porter les titres de colonnes ; elle contient « %(sample)s ».")
