"""Gathers the facts of attendance sheets from the half-days, the registers and the signatures."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from app.attendance.queries import PrintedSheet, SignedLine, printed_sheets
from app.attendance.rules import Attendance, path_of
from app.core.half_days import Half
from app.documents.looks import PLAIN
from app.documents.queries import look_of
from app.documents.sheets.facts import (
    CellFacts,
    CellState,
    HalfDayFacts,
    PersonFacts,
    SheetFacts,
    SignatureFacts,
)
from app.people.models import Network
from app.training.models import Enrolment, Group, TrainingSession
from app.training.queries import competence_of, enrolments_in_groups, sessions_of_group_between, title_of
from app.training.rules import EntryStatus
from app.web.labels import label

_STATES: Final = {
    Attendance.PRESENT: CellState.PRESENT,
    Attendance.EXCUSED: CellState.EXCUSED,
    Attendance.UNEXCUSED: CellState.UNEXCUSED,
}


def half_day_facts(network: Network, session: TrainingSession, *, is_filled: bool, today: date) -> SheetFacts:
    """Return the facts of the sheet of one half-day, filled or to sign by hand."""
    return _sheet(network, session.group, [session], is_filled=is_filled, today=today)


def week_facts(network: Network, group: Group, monday: date, *, is_filled: bool, today: date) -> SheetFacts:
    """Return the facts of the sheet of a week of a group, in a number of statements that no list makes grow."""
    sessions = sessions_of_group_between(group, monday, monday + timedelta(days=6))
    return _sheet(network, group, sessions, is_filled=is_filled, today=today, week_from=monday)


def _sheet(
    network: Network,
    group: Group,
    sessions: Sequence[TrainingSession],
    *,
    is_filled: bool,
    today: date,
    week_from: date | None = None,
) -> SheetFacts:
    sheets = printed_sheets(sessions)
    cohort = group.cohort
    title = title_of(network.id, cohort.title_code)
    block, provider = title.block(cohort.block_code), cohort.provider
    return SheetFacts(
        title=f"{title.name} ({title.register_number})",
        block=" – ".join(part for part in (block.code, block.name) if part),
        network=network.name,
        provider=provider.name if provider is not None else "",
        siret=(provider.siret or "") if provider is not None else "",
        activity_number=(provider.activity_number or "") if provider is not None else "",
        cohort=cohort.name,
        group=group.name,
        half_days=tuple(_half_day(sheet, is_filled=is_filled) for sheet in sheets),
        people=(*_people(group, sheets, is_filled=is_filled), *_unknown(sheets, is_filled=is_filled)),
        is_filled=is_filled,
        printed_on=today,
        week_from=week_from,
        is_development=network.pinned_today is not None,
        look=look_of(network, provider) if provider is not None else PLAIN,
    )


def _half_day(sheet: PrintedSheet, *, is_filled: bool) -> HalfDayFacts:
    session, closing = sheet.session, sheet.closing
    signature = closing.signature if closing is not None and is_filled else None
    return HalfDayFacts(
        day=session.day,
        is_morning=session.half is Half.MORNING,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        module=session.module,
        competences=tuple(competence_of(session.network_id, code) for code in session.competences),
        modality=label(session.modality),
        place=session.place or "",
        trainers=tuple(trainer.display_name for trainer in session.trainers),
        closing=SignatureFacts(
            method=signature.method.value,
            signer=signature.signer,
            at=signature.signed_at,
            digest=signature.digest,
        )
        if signature is not None
        else None,
    )


def _people(group: Group, sheets: Sequence[PrintedSheet], *, is_filled: bool) -> list[PersonFacts]:
    """Return a row for each person on one of the sheets, and for who joins the group after them, by name."""
    lines = [{each.line.enrolment.advisor_id: each for each in sheet.lines} for sheet in sheets]
    rows: dict[int, Enrolment] = {}
    for each in enrolments_in_groups([group.id]):
        if any(_arrives_after(each, sheet.session.day) for sheet in sheets):
            rows[each.advisor_id] = each
    for on_sheet in lines:
        rows |= {number: each.line.enrolment for number, each in on_sheet.items()}
    ordered = sorted(rows.values(), key=lambda each: (each.advisor.person.sort_name, each.id))
    return [
        PersonFacts(
            name=each.advisor.person.display_name,
            employer=each.advisor.host.name if each.advisor.host is not None else "",
            cells=tuple(
                _cell(sheet, each, on_sheet.get(each.advisor_id), is_filled=is_filled)
                for sheet, on_sheet in zip(sheets, lines, strict=True)
            ),
        )
        for each in ordered
    ]


def _arrives_after(enrolment: Enrolment, day: date) -> bool:
    first = enrolment.first_creditable_day
    return first is not None and day < first and enrolment.entry_status is not EntryStatus.EXEMPT


def _cell(
    sheet: PrintedSheet, enrolment: Enrolment, signed: SignedLine | None, *, is_filled: bool
) -> CellFacts:
    if signed is None:
        return _absent_from_list(enrolment, sheet.session.day)
    if not is_filled:
        return CellFacts(state=CellState.TO_SIGN)
    entry = signed.line.history[-1] if signed.line.history else None
    signature = _signature(signed)
    if entry is None:
        return CellFacts(state=CellState.EXPECTED, signature=signature)
    return CellFacts(
        state=_STATES[entry.attendance],
        minutes=entry.half_day_minutes,
        arrived_at=entry.arrived_at,
        left_at=entry.left_at,
        signature=signature,
    )


def _absent_from_list(enrolment: Enrolment, day: date) -> CellFacts:
    if _arrives_after(enrolment, day):
        return CellFacts(state=CellState.NOT_YET, day=enrolment.first_creditable_day)
    if enrolment.exited_on is not None and enrolment.exited_on < day:
        return CellFacts(state=CellState.GONE, day=enrolment.exited_on)
    return CellFacts(state=CellState.NOT_LISTED)


def _signature(signed: SignedLine) -> SignatureFacts | None:
    signature = signed.signature
    if signature is None:
        return None
    return SignatureFacts(
        method=signature.method.value,
        signer=signature.signer,
        at=signature.signed_at,
        digest=signature.digest,
        path=path_of(signature.drawing) if signature.drawing else "",
        is_changed_since=signed.change is not None,
    )


def _unknown(sheets: Sequence[PrintedSheet], *, is_filled: bool) -> list[PersonFacts]:
    """Return a row for each name that was noted in the room and belongs to nobody yet."""
    names = dict.fromkeys(name for sheet in sheets for name in sheet.unknown_guests)
    there = CellFacts(state=CellState.UNKNOWN if is_filled else CellState.TO_SIGN)
    away = CellFacts(state=CellState.NOT_LISTED)
    return [
        PersonFacts(
            name=name,
            employer="",
            cells=tuple(there if name in sheet.unknown_guests else away for sheet in sheets),
        )
        for name in names
    ]
