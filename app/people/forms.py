"""What people type about accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SearchField, SelectField, SelectMultipleField
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.fields import Filled, email_address, one_line, printable
from app.web.forms import HouseForm

_LONGEST_NAME = 100
_LONGEST_TYPED_PASSWORD = 1_000
"""Only what no hand types is cut off here; how long a password may be, the rules say."""


def _password(label: object, *more: object) -> PasswordField:
    # Blanks may well be a password: nobody who has chosen some is locked out.
    required = InputRequired(_l("Le mot de passe est obligatoire."))
    return PasswordField(label, validators=[required, Length(max=_LONGEST_TYPED_PASSWORD), *more])


class SignInForm(HouseForm):
    """Address and password, and the page that was asked for."""

    email = email_address(_l("Adresse e-mail"))
    password = _password(_l("Mot de passe"))
    next = HiddenField()


class ForgottenPasswordForm(HouseForm):
    """The address of who forgot their password."""

    email = email_address(_l("Adresse e-mail"))


class NewPasswordForm(HouseForm):
    """A password, typed twice because nobody sees it."""

    password = _password(_l("Nouveau mot de passe"))
    again = _password(
        _l("Le même, encore une fois"),
        EqualTo("password", _l("Les deux mots de passe ne sont pas les mêmes.")),
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password for who knows the present one."""

    current = _password(_l("Mot de passe actuel"))


class JoinForm(HouseForm):
    """The button by which somebody joins the network that has invited them."""


class NewAddressForm(HouseForm):
    """Another e-mail address of somebody."""

    email = email_address(_l("Nouvelle adresse e-mail"))


class ConfirmAddressForm(HouseForm):
    """The button by which somebody confirms that an address is theirs."""


class AccountForm(HouseForm):
    """How a person is called, reached and spoken to; the address only where letters can be sent to a new one."""

    given_name = one_line(_l("Prénom"), maximum=_LONGEST_NAME)
    family_name = one_line(_l("Nom"), maximum=_LONGEST_NAME)
    email = email_address(_l("Adresse e-mail"))
    language = SelectField(_l("Langue"), validators=[Filled()])
    current = PasswordField(
        _l("Mot de passe actuel"),
        validators=[Length(max=_LONGEST_TYPED_PASSWORD)],
        description=_l("Seulement pour changer d’adresse e-mail."),
    )


def _roles(label: object, *validators: object) -> SelectMultipleField:
    widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, validators=validators, **widgets)


class InvitationForm(HouseForm):
    """Who is invited, and as what."""

    email = email_address(_l("Adresse e-mail"))
    given_name = one_line(_l("Prénom"), maximum=_LONGEST_NAME)
    family_name = one_line(_l("Nom"), maximum=_LONGEST_NAME)
    roles = _roles(_l("Rôles"), Filled(_l("Choisissez au moins un rôle.")))


class RolesForm(HouseForm):
    """The roles that somebody is to have."""

    roles = _roles(_l("Dans ce réseau, cette personne est"))


class MembersFilter(HouseForm):
    """Which accounts are looked for; nothing is written, so the form needs no token."""

    class Meta:
        """Settings of the form."""

        csrf = False

    q = SearchField(_l("Nom ou adresse e-mail"), filters=[printable])
