"""Puts what an import found into the reader's language."""

from flask_babel import gettext

from app.exchange.importing.plan import Notice
from app.exchange.parsing import Problem
from app.web.messages import explain


def problem_sentence(problem: Problem) -> str:
    """Return what is wrong with a line, after the column where it stands in one."""
    sentence = explain(problem.refusal)
    return sentence if problem.column is None else f"{problem.column} – {sentence}"


def sentence_of(notice: Notice) -> str:
    """Return a notice, translated."""
    message: str = gettext(notice.message)
    return message % notice.facts if notice.facts else message
