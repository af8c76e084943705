"""Why an import cannot be taken back: each thing that rests on it, by its name."""

from app.core.errors import RuleBroken
from app.core.language import N_


class ChangedOthers(RuleBroken):
    """The import changed what was there before, and what it was is not kept as such."""

    message = N_(
        "Ce fichier a aussi modifié des fiches qui existaient (lignes : %(count)s) : une annulation ne saurait pas les "
        "remettre comme avant. Corrigez-les dans leurs pages."
    )


class NotTakenBack(RuleBroken):
    """The file was imported before Livret kept what a file of its kind makes."""

    message = N_(
        "Ce fichier a été importé avant que Livret ne garde ce qu’un fichier de ce genre apporte : il ne s’annule pas "
        "d’un coup."
    )


class HoursCorrected(RuleBroken):
    """A half-day of the file was corrected since."""

    message = N_("Une demi-journée du fichier a été corrigée depuis : %(person)s, le %(day)s.")


class RegisterTakenSince(RuleBroken):
    """A register was recorded after the file, and left out who had hours from it already."""

    message = N_(
        "La feuille de présence du groupe « %(group)s » du %(day)s a été enregistrée depuis, sans %(person)s, qui "
        "avait déjà ses heures par ce fichier."
    )


class CertificateIssuedSince(RuleBroken):
    """A certificate in force was issued after the file, and says the hours that it has brought."""

    message = N_(
        "Le certificat %(number)s de %(person)s a été émis depuis : il dit les heures de ce fichier."
    )


class SessionRecorded(RuleBroken):
    """The register of a half-day of the file is recorded."""

    message = N_("La feuille de présence du groupe « %(group)s » du %(day)s est enregistrée.")


class SessionUsed(RuleBroken):
    """Somebody has signed, was added, catches up or has sent a sheet for a half-day of the file."""

    message = N_(
        "La séance du groupe « %(group)s » du %(day)s sert déjà : signature, ajout, rattrapage ou feuille reçue."
    )


class SessionChangedSince(RuleBroken):
    """A half-day of the file was changed or moved since."""

    message = N_("La séance du groupe « %(group)s » du %(day)s a été modifiée depuis.")


class ActivityValidatedSince(RuleBroken):
    """An activity of the file counts."""

    message = N_(
        "L’activité « %(title)s » de %(person)s est validée : un formateur peut d’abord annuler sa validation."
    )


class AdvisorChangedSince(RuleBroken):
    """Somebody has changed the file of a person that the import made."""

    message = N_("La fiche de %(person)s a été modifiée depuis.")


class EnrolmentChangedSince(RuleBroken):
    """Somebody has changed an enrolment that the import made."""

    message = N_("L’inscription de %(person)s a été modifiée depuis.")


class ListedForExamSince(RuleBroken):
    """Somebody whom the import enrolled is on the list of an exam that the enrolment leads to."""

    message = N_("%(person)s est sur la liste de la session d’examen « %(session)s ».")


class CertificateRestsOnResult(RuleBroken):
    """A certificate was reserved or issued for a result of the file, be it revoked since."""

    message = N_("Le certificat %(number)s de %(person)s repose sur un résultat de ce fichier.")


class ResultDecidedSince(RuleBroken):
    """A result of the file was decided anew, or the minutes that say it are signed."""

    message = N_(
        "Le résultat de %(person)s est fixé : le procès-verbal est signé, ou une nouvelle décision l’a suivi."
    )


class ResultCorrectedSince(RuleBroken):
    """Somebody has corrected a result of the file, or its remark, before any minutes are signed."""

    message = N_("Le résultat de %(person)s a été corrigé depuis.")
