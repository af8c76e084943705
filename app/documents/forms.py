"""What people type about certificates."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from app.documents.facts import LIMITS
from app.documents.pictures import is_colour
from app.documents.rules import DEFAULT_PATTERN, LONGEST_REASON, Keeping
from app.documents.typesetting.glyphs import missing_characters
from app.web.fields import (
    Choices,
    Filled,
    WholeNumberField,
    choices,
    day,
    no_control_characters,
    one_line,
    printable,
    tidy,
)
from app.web.forms import ChangeForm, HouseForm, OneFileForm


def drawable(_form: object, field: Field) -> None:
    """Refuse characters that no font of the certificate draws."""
    missing = missing_characters(field.data or "")
    if missing:
        raise ValidationError(
            _l("La police du certificat ne sait pas écrire « %(characters)s ».", characters=" ".join(missing))
        )


def printed_line(label: Any, fact: str, *, required: bool = True, **kwargs: Any) -> StringField:
    """Return a field for a text that is printed as the fact ``fact``, within the room that it has there."""
    validators: list[Any] = [no_control_characters, Length(max=LIMITS[fact]), drawable]
    if required:
        validators.insert(0, Filled())
    return StringField(label, validators=validators, filters=[tidy], **kwargs)


class IssuerForm(ChangeForm):
    """In whose name certificates are printed, by whom they are signed, in which order they come."""

    name = printed_line(_l("Nom de l’émetteur"), "issuer_name")
    place = printed_line(_l("Lieu d’émission"), "place", required=False)
    heading = printed_line(_l("Titre du document"), "heading")
    disclaimer = TextAreaField(
        _l("Mention imprimée en bas"),
        validators=[
            Filled(),
            no_control_characters,
            Length(max=LIMITS["disclaimer"]),
            drawable,
        ],
        filters=[tidy],
        description=_l(
            "Elle dit ce que le document n’est pas : seul l’État délivre le livret de certification."
        ),
    )
    language = SelectField(
        _l("Langue du certificat"),
        choices=[SelectChoice("fr", _l("Français")), SelectChoice("en", _l("Anglais"))],
        validators=[Filled()],
        description=_l("Les intitulés du titre, du bloc et des compétences restent en français."),
    )
    signatory_1_name = printed_line(_l("Prénom et nom"), "signatory_name", required=False)
    signatory_1_quality = printed_line(_l("Qualité"), "signatory_quality", required=False)
    signatory_2_name = printed_line(_l("Prénom et nom"), "signatory_name", required=False)
    signatory_2_quality = printed_line(_l("Qualité"), "signatory_quality", required=False)
    signatory_3_name = printed_line(_l("Prénom et nom"), "signatory_name", required=False)
    signatory_3_quality = printed_line(_l("Qualité"), "signatory_quality", required=False)
    sort_order = SelectField(
        _l("Ordre des listes et des certificats"),
        choices=[
            SelectChoice("name", _l("Par nom de famille")),
            SelectChoice("host", _l("Par structure, puis par nom")),
        ],
        validators=[Filled()],
    )
    territory = SelectField(
        _l("Territoire"),
        validators=[Filled()],
        description=_l("Ses jours fériés sont ceux que la planification laisse de côté."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that whoever signs has a name and a quality."""
        is_good: bool = super().validate(extra_validators=extra_validators)
        for name, quality in self.signatory_fields:
            if bool(name.data) != bool(quality.data):
                lacking = quality if name.data else name
                lacking.errors = [_l("Donnez le nom et la qualité, ou aucun des deux.")]
                is_good = False
        return is_good

    def offer_territories(self, territories: Choices) -> None:
        """Take where a network can be."""
        self.territory.choices = choices(territories)

    @property
    def signatory_fields(self) -> list[tuple[Field, Field]]:
        """Return the fields of each signatory."""
        return [
            (self.signatory_1_name, self.signatory_1_quality),
            (self.signatory_2_name, self.signatory_2_quality),
            (self.signatory_3_name, self.signatory_3_quality),
        ]

    @property
    def signatories(self) -> list[tuple[str, str]]:
        """Return name and quality of each who signs."""
        return [(name.data, quality.data) for name, quality in self.signatory_fields if name.data]


class RevocationForm(HouseForm):
    """Why a certificate is revoked."""

    reason = one_line(
        _l("Motif"),
        maximum=LONGEST_REASON,
        description=_l(
            "Il reste au registre. La page de vérification donne la date de la révocation, pas son motif."
        ),
    )


class ReplacementForm(HouseForm):
    """Why a certificate is replaced."""

    reason = one_line(
        _l("Motif"),
        maximum=LONGEST_REASON,
        description=_l("Par exemple : nom corrigé, mariage, erreur de saisie. Il reste au registre."),
    )


class KeepingForm(HouseForm):
    """That a certificate stays as it is after a correction, and why."""

    choice = RadioField(
        _l("Décision"),
        choices=[
            SelectChoice(Keeping.KEEP.value, _l("Garder ce certificat : il dit ce qu’il doit dire")),
            SelectChoice(
                Keeping.FUTURE_ONLY.value, _l("Pour l’avenir seulement : les prochains diront la correction")
            ),
        ],
        validators=[Filled()],
    )
    reason = one_line(_l("Motif"), maximum=LONGEST_REASON)


class WithdrawalForm(HouseForm):
    """Why a certificate is given up that the paper refuses."""

    reason = one_line(
        _l("Motif"),
        maximum=LONGEST_REASON,
        description=_l("Par exemple : nom saisi avec une lettre étrangère. Il reste au registre."),
    )


class FilesForm(HouseForm):
    """How the files of certificates are sorted and called."""

    class Meta:
        """A choice changes nothing, and its address can be kept."""

        csrf = False

    ordre = SelectField(
        _l("Ordre"),
        choices=[
            SelectChoice("name", _l("Par nom de famille")),
            SelectChoice("host", _l("Par structure, puis par nom")),
        ],
    )
    feuilles = BooleanField(_l("Une feuille de séparation par structure"))
    noms = StringField(
        _l("Nom des fichiers"),
        filters=[printable, tidy],
        default=DEFAULT_PATTERN,
        validators=[Length(max=100)],
    )
    impression = WholeNumberField(validators=[Optional(), NumberRange(1, 999_999_999)])


class SearchForm(HouseForm):
    """What is looked for in the register of certificates."""

    class Meta:
        """A search changes nothing, and its address can be kept."""

        csrf = False

    q = StringField(_l("Nom ou numéro"), filters=[printable, tidy])


class PeriodForm(Form):
    """The days that a statement of hours or an export is about, either end open."""

    du = day(_l("Du"))
    au = day(_l("Au"))

    def validate_au(self, field: Field) -> None:
        """Refuse a period that ends before it starts."""
        if self.du.data and field.data and field.data < self.du.data:
            raise ValidationError(_l("La fin précède le début."))


class FileCheckForm(OneFileForm):
    """The PDF of a document, as it was received."""

    class Meta:
        """A check changes nothing, and machines make it as well."""

        csrf = False

    file = FileField(
        _l("Document PDF"),
        validators=[FileRequired(_l("Choisissez un fichier."))],
        description=_l("5 Mo au plus. Le fichier est comparé, puis oublié : rien n’en est gardé."),
    )


class CheckForm(HouseForm):
    """Number and code, as they are printed on a certificate."""

    class Meta:
        """A check changes nothing, and the address of one is printed on each certificate."""

        csrf = False

    number = one_line(_l("Numéro"), maximum=80, description=_l("Par exemple LANDES-2022-0001."))
    code = one_line(
        _l("Code"),
        maximum=80,
        description=_l("26 lettres et chiffres, imprimés près du code QR. Les espaces ne comptent pas."),
    )


class LetterheadForm(ChangeForm):
    """What papers look like: logo, colour, and a scanned signature for each who signs."""

    logo = FileField(_l("Logo"), description=_l("PNG, JPEG ou SVG, 2 Mo au plus."))
    remove_logo = BooleanField(_l("Retirer le logo"))
    colour = StringField(
        _l("Couleur des titres"),
        filters=[tidy, lambda text: (text or "").lower()],
        description=_l("Par exemple #174a3b. Laissez vide pour la couleur du modèle."),
    )
    mention = printed_line(
        _l("Mention au bas de chaque document"),
        "disclaimer",
        required=False,
        description=_l("Par exemple l’adresse de l’organisme, ou son label."),
    )
    signature_1 = FileField(_l("Signature numérisée"))
    remove_signature_1 = BooleanField(_l("Retirer cette signature"))
    signature_2 = FileField(_l("Signature numérisée"))
    remove_signature_2 = BooleanField(_l("Retirer cette signature"))
    signature_3 = FileField(_l("Signature numérisée"))
    remove_signature_3 = BooleanField(_l("Retirer cette signature"))

    def validate_colour(self, field: Field) -> None:
        """Refuse what names no colour."""
        if field.data and not is_colour(field.data):
            raise ValidationError(_l("Écrivez un dièse et six chiffres ou lettres de a à f, comme #174a3b."))

    def signature_fields(self, names: Sequence[str]) -> list[tuple[str, Field, Field]]:
        """Return who signs, with the field of their signature and the one that takes it away."""
        fields = [(self[f"signature_{rank}"], self[f"remove_signature_{rank}"]) for rank in (1, 2, 3)]
        return [(name, *pair) for name, pair in zip(names, fields, strict=False)]
