"""The results of the CCP1 and of Pix: a pass is recorded, the absence of one is not, and nothing is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy import select

from app.certification.models import ExamSession
from app.certification.queries import results_by_advisor, results_in
from app.certification.rules import (
    NotACandidate,
    ObtainedStaysObtained,
    Outcome,
    Verdict,
    check_decided,
    check_title_in_force,
    prepares,
)
from app.certification.services import record_results, session_of_state_results
from app.core.language import N_
from app.exchange.importing.directory import Directory
from app.exchange.importing.identity import Said, check_meant
from app.exchange.importing.plan import Author, Draft, Notice, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.ccp1_results import Ccp1ResultRow
from app.exchange.layouts.pix_results import PixResultRow
from app.extensions import db
from app.training.titles import PIX, REMN, Block, Title

REMARK: Final = "Fichier de résultats de l’État."
"""Why a result that was recorded otherwise becomes a pass."""

WRITTEN: Final = Verdict(Outcome.OBTAINED, REMARK)
"""What a file writes of whoever has passed: it writes nothing else."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One line, whichever file it comes from."""

    said: Said
    state_identifier: int | None
    is_obtained: bool
    jury_on: date | None = None

    @property
    def line(self) -> int:
        """Return where the line stands in its file."""
        return self.said.line


def plan_ccp1_results(rows: Sequence[Ccp1ResultRow], situation: Situation) -> Plan:
    """Return who would obtain the first block of the REMN title."""
    given = [_Given(_said(row), row.state_identifier, row.is_certified, row.jury_on) for row in rows]
    return _plan(given, REMN, REMN.block("CCP1"), situation)


def plan_pix_results(rows: Sequence[PixResultRow], situation: Situation) -> Plan:
    """Return who would hold Pix."""
    given = [_Given(_said(row), row.state_identifier, row.has_pix) for row in rows]
    return _plan(given, PIX, PIX.blocks[0], situation)


def _said(row: Ccp1ResultRow | PixResultRow) -> Said:
    return Said(row.line, row.last_name, row.first_name, row.email)


def _plan(rows: Sequence[_Given], title: Title, block: Block, situation: Situation) -> Plan:
    draft = Draft()
    directory = Directory(situation.network)
    known = results_by_advisor(situation.network, title.code, block.code)
    passes: dict[date | None, dict[int, Verdict]] = {}

    def decide(row: _Given) -> Step | None:
        advisor = directory.known(row.state_identifier, row.said.email, row.said.name)
        draft.notices.extend(check_meant(advisor, row.said))
        name = advisor.person.display_name
        draft.only_once(advisor.id, row.line)
        has_obtained = advisor.id in known and known[advisor.id].outcome is Outcome.OBTAINED
        if not row.is_obtained:
            # The State writes « non » for whoever is not certified, be it that they never sat the exam.
            if has_obtained:
                raise ObtainedStaysObtained(person=name, block=block.code)
            return None
        if has_obtained:
            return None
        if not any(prepares(each.cohort.aim, title.code, block.code) for each in advisor.enrolments):
            raise NotACandidate(person=name, block=block.code)
        if row.jury_on is not None:
            check_decided(row.jury_on, situation.today)
            check_title_in_force(title, row.jury_on)
        passes.setdefault(row.jury_on, {})[advisor.id] = WRITTEN
        return Step(row.line, is_new=advisor.id not in known, person=name, values=(block.name,))

    draft.go_through(rows, decide)
    without = sum(not row.is_obtained for row in rows)
    if without:
        message = N_("Lignes « non » : %(count)s. Rien n’est enregistré pour ces personnes.")
        draft.notices.append(Notice(message, {"count": without}))

    return draft.finished(partial(_record, passes, title, block, situation))


def _record(
    passes: Mapping[date | None, Mapping[int, Verdict]],
    title: Title,
    block: Block,
    situation: Situation,
    author: Author,
) -> None:
    _hold_sessions(title, block, situation)
    for jury_on, verdicts in sorted(passes.items(), key=lambda item: item[0] or date.min):
        session = session_of_state_results(
            situation.network,
            title.code,
            block.code,
            decided_on=jury_on,
            now=author.now,
            by=author.by,
        )
        record_results(session, verdicts, today=situation.today, now=author.now, by=author.by)
        recorded = results_in(session)
        for advisor_id in verdicts:
            author.bring(Brought.RESULT, recorded[advisor_id].id)


def _hold_sessions(title: Title, block: Block, situation: Situation) -> None:
    """Let nobody else change a session of the block until the commit.

    Who takes a step of one holds it, and waits for their turn in the chain of acts: that turn is ours once the first
    results are recorded, so that all sessions are held before.
    """
    sessions = select(ExamSession.id).where(
        ExamSession.network_id == situation.network.id,
        ExamSession.title_code == title.code,
        ExamSession.block_code == block.code,
    )
    # Somebody may be put on a list meanwhile, which only names the session.
    db.session.execute(sessions.order_by(ExamSession.id).with_for_update(key_share=True))
