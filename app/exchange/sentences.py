"""Puts what an import found into the reader's language."""

from flask_babel import ngettext

from app.exchange.importing.plan import Notice, Plan, Step
from app.exchange.parsing import Problem
from app.web.messages import explain, in_words


def problem_sentence(problem: Problem) -> str:
    """Return what is wrong with a line, after the column where it stands in one."""
    sentence = explain(problem.refusal)
    return sentence if problem.column is None else f"{problem.column} – {sentence}"


def sentence_of(notice: Notice) -> str:
    """Return a notice, translated."""
    words = {name: in_words(word, {}) for name, word in notice.words.items()}
    return in_words(notice.message, {**notice.facts, **words})


def details_of(step: Step) -> str:
    """Return what a line changes: the names of what changes, translated, and the values that tell it apart."""
    return ", ".join((*(in_words(name, {}) for name in step.changes), *step.values))


def lines_written(plan: Plan) -> str:
    """Return how many lines an import added, changed and left alone."""
    return ", ".join(
        (
            ngettext("%(num)s ligne ajoutée", "%(num)s lignes ajoutées", plan.created),
            ngettext("%(num)s modifiée", "%(num)s modifiées", plan.changed),
            _lines_left_alone(plan),
        )
    )


def lines_to_write(plan: Plan) -> str:
    """Return how many lines an import would add, change and leave alone."""
    return ", ".join(
        (
            ngettext("%(num)s ligne à ajouter", "%(num)s lignes à ajouter", plan.created),
            ngettext("%(num)s à modifier", "%(num)s à modifier", plan.changed),
            _lines_left_alone(plan),
        )
    )


def _lines_left_alone(plan: Plan) -> str:
    return str(ngettext("%(num)s inchangée", "%(num)s inchangées", plan.unchanged))
