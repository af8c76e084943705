"""All advisors of a network, with what an administrator sees of each."""

from decimal import Decimal
from typing import Final

from app.attendance.queries import total_minutes
from app.certification.models import Result
from app.certification.queries import results_by_advisor
from app.core.hours import hours_in_hundredths
from app.documents.models import IssuedDocument
from app.documents.queries import live_certificates
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import ENTRIES, OUTCOMES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.progress.queries import certified_advisors
from app.training.models import Advisor, Enrolment
from app.training.queries import advisors, latest_per_advisor
from app.training.titles import PIX

WHO: Final = (
    ExportColumn("Nom"),
    ExportColumn("Prénom"),
    ExportColumn("Email"),
    ExportColumn("ID conseiller", ColumnFormat.WHOLE),
    ExportColumn("Structure"),
)
_COLUMNS: Final = (
    *WHO,
    ExportColumn("Code postal"),
    ExportColumn("Email professionnel"),
    ExportColumn("Date de recrutement", ColumnFormat.DATE),
    ExportColumn("Promotion"),
    ExportColumn("Entrée"),
    ExportColumn("Début de formation", ColumnFormat.DATE),
    ExportColumn("Fin de formation", ColumnFormat.DATE),
    ExportColumn("Sortie de formation", ColumnFormat.DATE),
    ExportColumn("Parcours (h)", ColumnFormat.WHOLE),
    ExportColumn("Heures suivies", ColumnFormat.HOURS),
    ExportColumn("Heures prescrites", ColumnFormat.HOURS),
    ExportColumn("Heures restantes", ColumnFormat.HOURS),
    ExportColumn("Titre"),
    ExportColumn("Bloc"),
    ExportColumn("Résultat"),
    ExportColumn("Pix"),
    ExportColumn("Certificat"),
)


def who(advisor: Advisor) -> tuple[Written, ...]:
    """Return the cells that say who an advisor is, in the order of :data:`WHO`."""
    person = advisor.person
    host = advisor.host.name if advisor.host else None
    return person.family_name, person.given_name, person.email, advisor.state_id, host


def export_advisors(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each advisor, in the network's order, with their latest cohort and the result of its block."""
    everybody = [
        each
        for each in advisors(network)
        if selection.holds_person(each, [enrolment.group_id for enrolment in each.enrolments])
    ]
    latest = latest_per_advisor(network, [each for advisor in everybody for each in advisor.enrolments])
    enrolments = {enrolment.advisor_id: enrolment for enrolment in latest}
    minutes = total_minutes([enrolment.id for enrolment in latest])
    aimed = _results_aimed_at(network, latest)
    pix = results_by_advisor(network, PIX.code, PIX.blocks[0].code)
    certificates, certified = live_certificates(network), certified_advisors(network)
    rows = [
        (
            *who(advisor),
            advisor.host.postal_code if advisor.host else None,
            advisor.professional_email,
            advisor.hired_on,
            *_training(enrolments.get(advisor.id), minutes, certified),
            _outcome(aimed.get(advisor.id)),
            _outcome(pix.get(advisor.id)),
            _certificate(aimed.get(advisor.id), certificates),
        )
        for advisor in everybody
    ]
    return Export("Conseillers", _COLUMNS, rows)


def _results_aimed_at(network: Network, enrolments: list[Enrolment]) -> dict[int, Result]:
    """Return for each advisor the result that counts for the block of their cohort."""
    by_aim = {aim: results_by_advisor(network, *aim) for aim in {each.cohort.aim for each in enrolments}}
    results = (by_aim[enrolment.cohort.aim].get(enrolment.advisor_id) for enrolment in enrolments)
    return {result.advisor_id: result for result in results if result is not None}


def _training(
    enrolment: Enrolment | None, minutes: dict[int, int], certified: set[int]
) -> tuple[Written, ...]:
    if enrolment is None:
        return (None,) * 11
    done, prescribed = minutes[enrolment.id], enrolment.prescribed_minutes
    return (
        enrolment.cohort.name,
        ENTRIES[enrolment.entry_status],
        enrolment.starts_on,
        enrolment.ends_on,
        enrolment.exited_on,
        enrolment.parcours_hours,
        hours_in_hundredths(done),
        *_prescribed(done, prescribed, is_certified=enrolment.advisor_id in certified),
        *enrolment.cohort.aim,
    )


def _prescribed(
    done: int, prescribed: int | None, *, is_certified: bool
) -> tuple[Decimal | None, Decimal | None]:
    """Return the hours prescribed and those that remain, never fewer than none: nothing of who is certified."""
    if prescribed is None:
        return None, None
    remaining = hours_in_hundredths(max(prescribed - done, 0)) if not is_certified else None
    return hours_in_hundredths(prescribed), remaining


def _outcome(result: Result | None) -> str | None:
    return OUTCOMES[result.outcome] if result is not None else None


def _certificate(result: Result | None, certificates: dict[int, IssuedDocument]) -> str | None:
    document = certificates.get(result.id) if result is not None else None
    return document.number if document is not None else None
