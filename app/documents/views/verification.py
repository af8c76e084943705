"""The public check of a certificate: what it says to who holds its number and its code, nothing to anybody else."""

from flask import Response, make_response, render_template, request

from app.core.identifiers import grouped
from app.documents.forms import CheckForm
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import facts_of
from app.documents.rules import FAILED_CHECKS_WINDOW, TooManyFailedChecks
from app.documents.services import check_certificate
from app.documents.views.blueprint import blueprint
from app.people.rules import counted_address
from app.web.access import public
from app.web.clock import now
from app.web.errors import error_page
from app.web.messages import explain


@blueprint.get("/verifier")
@public
def verify() -> Response:
    """Ask for number and code, or answer when the address holds them."""
    form = CheckForm(request.args)
    if not request.args:
        return _private(make_response(render_template("documents/verify.html", form=form, is_unknown=False)))
    if not form.validate():
        return _private(
            make_response(render_template("documents/verify.html", form=form, is_unknown=False), 422)
        )
    return _answer(form.number.data, form.code.data, typed=form)


@blueprint.get("/verifier/<number>/<code>")
@public
def verification(number: str, code: str) -> Response:
    """Answer the address that is printed on a certificate."""
    return _answer(number, code)


def _answer(number: str, code: str, typed: CheckForm | None = None) -> Response:
    try:
        found = check_certificate(number, code, counted_address(request.remote_addr), now=now())
    except TooManyFailedChecks as refusal:
        answer = error_page(429, explanation=explain(refusal))
        answer.headers["Retry-After"] = str(int(FAILED_CHECKS_WINDOW.total_seconds()))
        return _private(answer)
    if found is None:
        # A number that exists and one that does not give the same page. What was typed by hand can be corrected there.
        content = render_template("documents/verify.html", form=typed or CheckForm(), is_unknown=True)
        return _private(make_response(content, 404))
    return _private(_page_of(found))


def _page_of(found: IssuedDocument) -> Response:
    is_revoked = found.state is DocumentState.REVOKED
    content = render_template(
        "documents/verification.html",
        document=found,
        facts=facts_of(found),
        code=grouped(found.code),
        is_revoked=is_revoked,
    )
    return make_response(content, 410 if is_revoked else 200)


def _private(answer: Response) -> Response:
    # A certificate revoked this minute must not verify from a cache, and none belongs into a search engine.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
