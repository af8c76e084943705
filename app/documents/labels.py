"""What the vocabulary of documents is called on pages."""

from typing import Final

from app.core.language import N_
from app.documents.confirmation import ConfirmationState, ConfirmedAct
from app.documents.kinds import Signer
from app.documents.models import DocumentState
from app.documents.rules import MailingState, PrintedFact
from app.web.labels import register_labels

register_labels(
    {
        DocumentState.RESERVED: N_("En cours d’émission"),
        DocumentState.VALID: N_("Valide"),
        DocumentState.REVOKED: N_("Révoqué"),
    }
)
register_labels(
    {
        ConfirmedAct.ISSUE: N_("Émettre des certificats"),
        ConfirmedAct.REPLACE: N_("Remplacer un certificat"),
        ConfirmedAct.REVOKE: N_("Révoquer un certificat"),
        ConfirmedAct.SWITCH_OFF: N_("Ne plus demander deux personnes"),
        ConfirmationState.PENDING: N_("En attente"),
        ConfirmationState.CONFIRMED: N_("Confirmée"),
        ConfirmationState.REFUSED: N_("Refusée"),
    }
)
register_labels(
    {
        MailingState.UNDER_WAY: N_("Envoi en cours"),
        MailingState.SENT: N_("Envoyé"),
        MailingState.FAILED: N_("Échec de l’envoi"),
        MailingState.NO_ADDRESS: N_("Pas de compte ouvert"),
    }
)
# As they stand in a refusal, with their article.
register_labels(
    {
        PrintedFact.NUMBER: N_("le numéro"),
        PrintedFact.REPLACES_NUMBER: N_("le numéro du certificat remplacé"),
        PrintedFact.VERIFICATION_URL: N_("l’adresse de vérification"),
        PrintedFact.VERIFICATION_CODE: N_("le code de vérification"),
        PrintedFact.GIVEN_NAME: N_("le prénom"),
        PrintedFact.FAMILY_NAME: N_("le nom de famille"),
        PrintedFact.BIRTH_PLACE: N_("le lieu de naissance"),
        PrintedFact.TITLE_NAME: N_("l’intitulé du titre"),
        PrintedFact.TITLE_RNCP: N_("le numéro du titre au répertoire"),
        PrintedFact.TITLE_LEVEL: N_("le niveau du titre"),
        PrintedFact.BLOCK_CODE: N_("le code du bloc"),
        PrintedFact.BLOCK_NAME: N_("l’intitulé du bloc"),
        PrintedFact.COMPETENCES: N_("l’intitulé d’une compétence"),
        PrintedFact.HOURS_MINUTES: N_("le nombre d’heures"),
        PrintedFact.TRAINING_TO: N_("la période de formation"),
        PrintedFact.PROVIDER_NAME: N_("le nom de l’organisme de formation"),
        PrintedFact.PLACE: N_("le lieu d’émission"),
        PrintedFact.ISSUER_NAME: N_("le nom de l’émetteur"),
        PrintedFact.NETWORK_NAME: N_("le nom du réseau"),
        PrintedFact.HEADING: N_("le titre du document"),
        PrintedFact.DISCLAIMER: N_("la mention imprimée en bas"),
        PrintedFact.SIGNATORIES: N_("la liste des signataires"),
        PrintedFact.SIGNATORY_NAME: N_("le nom d’un signataire"),
        PrintedFact.SIGNATORY_QUALITY: N_("la qualité d’un signataire"),
        PrintedFact.LANGUAGE: N_("la langue du certificat"),
        PrintedFact.LOGO: N_("le logo ou une signature numérisée"),
        PrintedFact.COLOUR: N_("la couleur des titres"),
    }
)
register_labels(
    {
        Signer.NETWORK: N_("Le réseau"),
        Signer.PROVIDER: N_("L’organisme de formation"),
        Signer.CENTRE: N_("Le centre agréé et le jury"),
        Signer.STATE: N_("L’État"),
    }
)

PAPER_NAMES: Final = {
    "certificate": N_("Certificat de la cérémonie"),
    "completion_certificate": N_("Certificat de réalisation"),
    "training_attestation": N_("Attestation de fin de formation"),
    "attendance_attestation": N_("Attestation d’assiduité"),
    "attendance_sheet": N_("Feuille d’émargement"),
    "hours_statement": N_("Relevé d’heures"),
    "exam_convocation": N_("Convocation à l’examen"),
    "exam_attendance": N_("Feuille d’émargement de l’examen"),
    "exam_minutes": N_("Procès-verbal de session d’examen"),
    "quality_figures": N_("Indicateurs de résultats"),
    "list": N_("Liste"),
}
"""Each kind of paper under the name of its folder, in the order of the page that lists them."""
