"""Gathers the facts of the papers of an exam session from its description, its list and its results."""

from datetime import date

from app.certification.models import ExamCandidate, ExamSession
from app.certification.queries import Candidate, candidates_of, decisions_in, rows_of, state_authority_of
from app.certification.rules import ExamStage
from app.documents.exams.facts import AuthorityFacts, CandidateFacts, ExamFacts, MemberFacts
from app.documents.queries import look_of_centre
from app.documents.typesetting.wording import long_date
from app.people.models import Network
from app.web.labels import label


def exam_facts(network: Network, session: ExamSession, *, today: date, only: int | None = None) -> ExamFacts:
    """Return the facts of a session as it stands, in a number of statements that no list makes grow.

    :param only: the identifier of the one advisor whom these facts name; everybody by default.
    """
    title, block = session.title, session.block
    return ExamFacts(
        network=network.name,
        name=session.name,
        title=f"{title.name} ({title.version})",
        block="titre complet, avec l’entretien final"
        if session.is_whole_title
        else " – ".join(part for part in (block.code, block.name) if part),
        is_whole_title=session.is_whole_title,
        held_on=session.held_on,
        starts_at=session.starts_at,
        decided_on=session.decided_on,
        place=session.place or "",
        is_remote=session.is_remote,
        centre=session.centre or "",
        manager=session.manager or "",
        ceres_number=session.ceres_number or "",
        members=tuple(
            MemberFacts(name=each.name, quality=each.quality, accredited_until=each.accredited_until)
            for each in session.jurors
        ),
        candidates=_candidates(session, only),
        incident_report=session.incident_report or "",
        is_deliberated=session.has_reached(ExamStage.DELIBERATED),
        printed_on=today,
        is_before_jury=title.is_professional,
        is_development=network.pinned_today is not None,
        authority=_authority(network),
        look=look_of_centre(network, session.centre or ""),
    )


def candidates_in_order(session: ExamSession) -> list[Candidate]:
    """Return who is on the list, by name; without a list, who has a result."""
    listed = candidates_of(session)
    rows = [row for row in rows_of(session) if row.enrolment.advisor_id in listed or row.result is not None]
    return sorted(rows, key=lambda row: row.enrolment.advisor.person.sort_name)


def _authority(network: Network) -> AuthorityFacts | None:
    named = state_authority_of(network)
    if named is None:
        return None
    return AuthorityFacts(name=named.name, address=named.address, signatory=named.signatory)


def _candidates(session: ExamSession, only: int | None) -> tuple[CandidateFacts, ...]:
    listed, decisions = candidates_of(session), decisions_in(session)
    return tuple(
        _candidate(
            row,
            listed.get(row.enrolment.advisor_id),
            tuple(
                f"Décision du {long_date(each.decided_on, 'fr')} : "
                f"{label(each.outcome_before).lower()} devient {label(each.outcome).lower()}. {each.reason}"
                for each in decisions.get(row.enrolment.advisor_id, ())
            ),
        )
        for row in candidates_in_order(session)
        if only in (None, row.enrolment.advisor_id)
    )


def _candidate(row: Candidate, listed: ExamCandidate | None, decisions: tuple[str, ...]) -> CandidateFacts:
    advisor, result = row.enrolment.advisor, row.result
    return CandidateFacts(
        name=advisor.person.display_name,
        employer=advisor.host.name if advisor.host is not None else "",
        birth_date=advisor.birth_date,
        arrangement=(listed.arrangement or "") if listed is not None else "",
        outcome=label(result.outcome) if result is not None else "",
        remark=(result.remark or "") if result is not None else "",
        decisions=decisions,
    )
