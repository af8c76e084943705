"""What must hold before a certificate is issued, and what may happen to it afterwards."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from app.audit.rules import canonical
from app.core.errors import RuleBroken
from app.core.language import N_

DEFAULT_PATTERN: Final = "{rang}_{nom}_{prenom}_{numero}"
"""What files of certificates are called unless somebody chooses."""
LONGEST_REASON: Final = 200
"""Characters of the reason for a revocation."""

RESERVED: Final = "certificates.reserved"
ISSUED: Final = "certificate.issued"
REVOKED: Final = "certificate.revoked"
NOT_TYPESET: Final = "certificate.not_typeset"
WITHDRAWN: Final = "certificate.withdrawn"
KEPT_AS_IT_IS: Final = "certificate.kept"
COPIED: Final = "certificate.copied"
MAILED: Final = "certificate.mailed"
NOT_MAILED: Final = "certificate.not_mailed"
"""What the chain of acts calls what happens to a certificate; its proof reads them back."""

SEAL_CERTIFICATE_KEPT: Final = "seal.certificate_kept"
"""The first document under a certificate; what the chain of acts calls it."""
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far a clock may go back, as when it is set right."""

LARGEST_CHECKED_FILE: Final = 5 * 1024 * 1024
"""Bytes of a file that may be checked; a certificate has a hundredth of it."""
FAILED_CHECKS_ALLOWED: Final = 30
FAILED_CHECKS_WINDOW: Final = timedelta(minutes=1)


class Authenticity(StrEnum):
    """What a check finds.

    A replaced document was revoked, and another stands in its place. An altered file was made from a document of ours;
    of an unknown one nothing is known.
    """

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class MailingState(StrEnum):
    """What became of the letter with the link to a certificate; one under way for long was interrupted."""

    UNDER_WAY = "under_way"
    SENT = "sent"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


class Keeping(StrEnum):
    """Why a certificate stays although the records were corrected: for good, or because only the next ones change."""

    KEEP = "keep"
    FUTURE_ONLY = "future_only"


class PrintedFact(StrEnum):
    """What a certificate says, as far as it can be refused; the values are the names of the facts."""

    NUMBER = "number"
    REPLACES_NUMBER = "replaces_number"
    VERIFICATION_URL = "verification_url"
    VERIFICATION_CODE = "verification_code"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    BIRTH_PLACE = "birth_place"
    TITLE_NAME = "title_name"
    TITLE_RNCP = "title_rncp"
    TITLE_LEVEL = "title_level"
    BLOCK_CODE = "block_code"
    BLOCK_NAME = "block_name"
    COMPETENCES = "competences"
    HOURS_MINUTES = "hours_minutes"
    TRAINING_TO = "training_to"
    PROVIDER_NAME = "provider_name"
    PLACE = "place"
    ISSUER_NAME = "issuer_name"
    NETWORK_NAME = "network_name"
    HEADING = "heading"
    DISCLAIMER = "disclaimer"
    SIGNATORIES = "signatories"
    SIGNATORY_NAME = "signatory_name"
    SIGNATORY_QUALITY = "signatory_quality"
    LANGUAGE = "language"
    LOGO = "logo"
    COLOUR = "colour"


class NoPass(RuleBroken):
    """The result is not a pass: late, absent, failed or unknown, there is no certificate."""

    message = N_("%(person)s n’a pas obtenu le bloc : aucun certificat ne peut être émis.")


class NotDeliberated(RuleBroken):
    """The jury of this exam has not deliberated, so that nothing it says is final."""

    message = N_("%(person)s : le jury de la session « %(exam)s » n’a pas encore délibéré.")


class NoCertificateOfTheNetwork(RuleBroken):
    """Somebody else delivers the certificate of this title, as Pix does."""

    message = N_("%(person)s : le certificat « %(title)s » n’est pas délivré par le réseau.")


class NothingToIssue(RuleBroken):
    """Every result asked for has its certificate, or none was asked for."""

    message = N_("Aucun certificat n’est à émettre : tous ceux qui sont demandés existent déjà.")


class NotTypeset(RuleBroken):
    """The paper cannot say what a certificate says."""


class CharacterNotDrawn(NotTypeset):
    """The fonts of the paper lack a character of a text; ``characters`` names them, apart by spaces."""

    message = N_("%(person)s : la police du certificat ne sait pas écrire « %(characters)s ».")


class TextTooLong(NotTypeset):
    """The text reaches the signatures even at its smallest size, which the limits of the facts should prevent."""

    message = N_("%(person)s : le texte du certificat ne tient pas sur la page.")


class FactMissing(RuleBroken):
    """A text of the certificate is blank."""

    message = N_("%(person)s : il manque %(fact)s.")


class FactTooLong(RuleBroken):
    """A text of the certificate has more characters than the paper has room for."""

    message = N_("%(person)s : %(fact)s dépasse les %(limit)s caractères qui tiennent sur le certificat.")


class FactInvisible(RuleBroken):
    """A text of the certificate holds a character that no paper shows."""

    message = N_("%(person)s : %(fact)s contient un caractère invisible. Effacez-le et retapez-le.")


class FactOutOfRange(RuleBroken):
    """A value of the certificate is none that it can bear."""

    message = N_("%(person)s : %(fact)s ne peut pas être imprimé.")


class BlockWithoutName(RuleBroken):
    """The wording of the block is not known, and is never invented."""

    message = N_("%(person)s : l’intitulé du bloc %(block)s du titre « %(title)s » n’est pas connu.")


class CertificateSaysSo(RuleBroken):
    """A certificate was issued with what was added to its title."""

    message = N_(
        "Un certificat est déjà émis pour le titre « %(title)s » : ce complément n’est plus ni corrigé ni retiré."
    )


class DeliberationIsCertified(RuleBroken):
    """Certificates rest on a deliberation that would be taken back."""

    message = N_(
        "Des certificats reposent sur cette délibération (%(numbers)s) : elle ne se retire qu’une fois "
        "ces certificats révoqués."
    )


class SeveralRefused(RuleBroken):
    """Some of the certificates asked for cannot be printed, each for its reason; nothing was issued."""

    message = N_("Rien n’a été émis : %(count)s certificats demandés ne peuvent pas être imprimés.")

    def __init__(self, refusals: Sequence[RuleBroken]) -> None:
        super().__init__(count=len(refusals))
        self.refusals = tuple(refusals)


class RevocationWithoutReason(RuleBroken):
    """A revocation says why."""

    message = N_("Indiquez le motif de la révocation.")


class AlreadyRevoked(RuleBroken):
    """The document was revoked before, for good."""

    message = N_("Le certificat n° %(number)s est déjà révoqué.")


class NotIssuedYet(RuleBroken):
    """The document waits for its bytes."""

    message = N_("Le certificat n° %(number)s est en cours d’émission : attendez qu’il soit prêt.")


class NotInForce(RuleBroken):
    """The document is not valid."""

    message = N_("Le certificat n° %(number)s n’est pas valide.")


class NothingToWithdraw(RuleBroken):
    """The document has its bytes, or the paper never refused it: it can be printed."""

    message = N_(
        "Le certificat n° %(number)s ne se retire pas : seul un certificat que le papier refuse peut l’être. "
        "Reprenez son impression, ou révoquez-le une fois émis."
    )


class TooManyFailedChecks(RuleBroken):
    """One address tried too many numbers and codes that do not go together."""

    message = N_("Trop d’essais ont été faits en peu de temps. Attendez une minute, puis recommencez.")


class NotAPdf(RuleBroken):
    """What was dropped on the check is no PDF."""

    message = N_("Ce fichier n’est pas un PDF. Déposez le PDF reçu, et non une photo ni une copie d’écran.")


class FileTooLarge(RuleBroken):
    """What was dropped on the check is larger than any document."""

    message = N_(
        "Ce fichier dépasse %(limit)s Mo : ce n’est pas un document de Livret. Rien n’en a été lu ni gardé."
    )


def certificate_number(network_code: str, year: int, serial: int) -> str:
    """Return the human number of a document: ``LANDES-2022-0001``."""
    return f"{network_code.upper()}-{year}-{serial:04d}"


def is_only_of_this_machine(base_url: str) -> bool:
    """Return whether an address opens on this machine alone: nobody could check what bears it."""
    host = urlsplit(base_url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def verification_address(base_url: str, number: str, code: str) -> str:
    """Return the public page that says whether a document is valid; printed on it, as text and as QR code."""
    return f"{base_url}/verifier/{number}/{code}"


def refusal_of_fact(person: str, fact: str, reason: str, limit: int | None) -> RuleBroken:
    """Return the refusal of a fact, by the reason for which the paper refuses it."""
    named = PrintedFact(fact)
    if reason == "empty":
        return FactMissing(person=person, fact=named)
    if reason == "too_long":
        return FactTooLong(person=person, fact=named, limit=limit)
    if reason == "control_character":
        return FactInvisible(person=person, fact=named)
    return FactOutOfRange(person=person, fact=named)


def refusal_of_typesetting(person: str, characters: str | None) -> NotTypeset:
    """Return the refusal of a paper, as the chain of acts keeps it: the characters not drawn, or None when too long."""
    return (
        CharacterNotDrawn(person=person, characters=characters) if characters else TextTooLong(person=person)
    )


def digest_of_facts(facts: Mapping[str, object]) -> str:
    """Return the SHA-256 of frozen facts, as the chain of acts keeps it."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
