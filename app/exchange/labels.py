"""What the files are called on pages, and what to say of each before somebody chooses one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.counting import Stage
from app.core.language import N_
from app.exchange.exporting.registry import ExportKind
from app.exchange.kinds import FileKind
from app.web.labels import register_labels

register_labels(
    {
        FileKind.ADVISORS: N_("Conseillers"),
        FileKind.TRAINING_DATES: N_("Dates de formation"),
        FileKind.CCP1_RESULTS: N_("Résultats du CCP1"),
        FileKind.PIX_RESULTS: N_("Résultats Pix"),
        FileKind.HOURS: N_("Heures de formation"),
        FileKind.SESSIONS: N_("Séances"),
        FileKind.ACTIVITIES: N_("Activités d’une plateforme"),
    }
)
register_labels(
    {
        Stage.READ: N_("Lignes lues"),
        Stage.MATCHED: N_("Personnes retrouvées, par ligne"),
        Stage.CHECKED: N_("Lignes vérifiées"),
        Stage.WRITTEN: N_("Lignes enregistrées"),
    }
)
register_labels(
    {
        ExportKind.ADVISORS: N_("Conseillers"),
        ExportKind.CERTIFICATES: N_("Registre des certificats"),
        ExportKind.CONTRACTS: N_("Contrats d’heures"),
        ExportKind.HOURS: N_("Heures de formation"),
        ExportKind.MODULES: N_("Heures par module"),
        ExportKind.REGISTERS: N_("Registres"),
        ExportKind.RESULTS: N_("Résultats"),
        ExportKind.SESSIONS: N_("Séances"),
    }
)

EXPORT_CONTENTS: Final[Mapping[ExportKind, str]] = {
    ExportKind.ADVISORS: N_(
        "Une ligne par personne : structure, parcours, heures, entrée, résultats, certificat."
    ),
    ExportKind.CERTIFICATES: N_(
        "Une ligne par numéro pris, sans trou : nom, bloc, heures, date, état, motif d’une révocation, empreinte."
    ),
    ExportKind.CONTRACTS: N_(
        "Une ligne par personne en formation : heures prescrites, suivies, validées, prévues, restantes."
    ),
    ExportKind.HOURS: N_("Une ligne par demi-journée ou activité validée, telle qu’elle compte aujourd’hui."),
    ExportKind.MODULES: N_(
        "Une ligne par personne en formation et par module : heures prescrites, suivies, validées, prévues, restantes."
    ),
    ExportKind.REGISTERS: N_(
        "Une ligne par personne et par feuille de présence enregistrée : présence, heures, signatures, clôture."
    ),
    ExportKind.RESULTS: N_("Une ligne par personne et par examen."),
    ExportKind.SESSIONS: N_(
        "Une ligne par séance planifiée : jour, horaires, module, lieu, formateurs, compétences."
    ),
}


@dataclass(frozen=True, slots=True)
class Description:
    """What a file does, in one sentence, and the headings by which people recognise it."""

    sentence: str
    headings: tuple[str, ...]


DESCRIPTIONS: Final[Mapping[FileKind, Description]] = {
    FileKind.ADVISORS: Description(
        N_(
            "L’export de l’État (export-cnfs_entre_….csv) crée les personnes et leurs structures, ou les met à jour."
        ),
        ("Prénom", "Nom", "Email", "Nom de la structure", "Code Postal", "Date de recrutement"),
    ),
    FileKind.TRAINING_DATES: Description(
        N_(
            "Inscrit chaque personne à une promotion, avec ses dates, son parcours, et ce qu’en dit le commentaire."
        ),
        (
            "ID conseiller",
            "ID structure",
            "Mail CNFS",
            "Date de départ en formation",
            "Date de fin de formation",
            "Commentaires",
            "Parcours",
        ),
    ),
    FileKind.CCP1_RESULTS: Description(
        N_("Le classeur du certificateur (feuille « CCP1 REMN ») enregistre qui a obtenu le CCP1."),
        ("idPG", "nom", "prénom", "email", "certifié", "Date du jury"),
    ),
    FileKind.PIX_RESULTS: Description(
        N_("Enregistre qui a obtenu la certification Pix."),
        ("Prenom", "Nom", "Email", "IdPG", "Pix"),
    ),
    FileKind.HOURS: Description(
        N_(
            "Ajoute des demi-journées au registre des heures ; ce qui est déjà enregistré n’est jamais modifié."
        ),
        ("Email", "ID conseiller", "Date", "Demi-journée", "Heures", "Modalité", "Présence", "Commentaire"),
    ),
    FileKind.ACTIVITIES: Description(
        N_(
            "Remet les activités suivies sur une plateforme d’apprentissage (Moodle et autres) ; elles comptent dès "
            "qu’un formateur les a validées."
        ),
        ("Email", "ID conseiller", "Nom", "Prénom", "Activité", "Terminée le", "Minutes", "Modalité", "Lien"),
    ),
    FileKind.SESSIONS: Description(
        N_("Planifie des séances ; ce qui est déjà planifié n’est jamais modifié."),
        (
            "Promotion",
            "Groupe",
            "Date",
            "Demi-journée",
            "Début",
            "Fin",
            "Modalité",
            "Module",
            "Lieu",
            "Formateurs",
            "Compétences",
        ),
    ),
}
