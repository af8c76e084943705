"""Puts what an import found into the reader's language."""

from app.exchange.importing.plan import Notice
from app.exchange.parsing import Problem
from app.web.messages import explain, in_words


def problem_sentence(problem: Problem) -> str:
    """Return what is wrong with a line, after the column where it stands in one."""
    sentence = explain(problem.refusal)
    return sentence if problem.column is None else f"{problem.column} – {sentence}"


def sentence_of(notice: Notice) -> str:
    """Return a notice, translated."""
    return in_words(notice.message, notice.facts)
