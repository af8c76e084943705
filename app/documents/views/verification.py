"""The public check of a certificate: what it says to who holds it, nothing to anybody else.

It is asked by number and code, typed or scanned, or by the file itself; as a page, or as data for machines.
"""

from collections.abc import Callable

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.errors import RuleBroken
from app.core.identifiers import grouped
from app.documents.forms import CheckForm, FileCheckForm
from app.documents.queries import facts_of
from app.documents.rules import (
    FAILED_CHECKS_WINDOW,
    LARGEST_CHECKED_FILE,
    Authenticity,
    FileTooLarge,
    NotAPdf,
    TooManyFailedChecks,
)
from app.documents.services import Checked, check_certificate, check_file
from app.documents.views.answers import STATUSES, as_data
from app.documents.views.blueprint import blueprint
from app.people.rules import counted_address
from app.web.access import public, without_token
from app.web.clock import now
from app.web.errors import error_page
from app.web.forms import REFUSED, show_refusal
from app.web.messages import explain
from app.web.responses import PDF_TYPE

_ROOM_FOR_THE_FORM = 64 * 1024
"""Bytes that a browser adds to the file it sends."""


@blueprint.get("/verifier", endpoint="verify")
@blueprint.get("/verifier.json", endpoint="verify_as_data")
@public
def verify() -> Response:
    """Ask for number and code or for the file, or answer when the address holds number and code."""
    form = CheckForm(request.args)
    if not request.args and not _wants_data():
        return _asked_again(CheckForm(None), FileCheckForm(None), 200)
    if not form.validate():
        return _asked_again(form, FileCheckForm(None), REFUSED)
    number, code = form.number.data, form.code.data
    return _answered(lambda: check_certificate(number, code, _asking(), now=now()), typed=form)


@blueprint.get("/verifier/<number>/<code>", endpoint="verification")
@blueprint.get("/verifier/<number>/<code>.json", endpoint="verification_as_data")
@public
def verification(number: str, code: str) -> Response:
    """Answer the address that is printed on a certificate."""
    return _answered(lambda: check_certificate(number, code, _asking(), now=now()))


@blueprint.post("/verifier", endpoint="verify_file")
@blueprint.post("/verifier.json", endpoint="verify_file_as_data")
@without_token
@public
def verify_file() -> Response:
    """Answer for a file: that of a form, or the body itself when a machine sends a PDF."""
    is_the_file_itself = request.mimetype == PDF_TYPE
    request.max_content_length = LARGEST_CHECKED_FILE + (0 if is_the_file_itself else _ROOM_FOR_THE_FORM)
    try:
        if is_the_file_itself:
            content = request.get_data(cache=False)
            return _answered(lambda: check_file(content, _asking(), now=now()))
        form = FileCheckForm()
        if not form.validate():
            return _asked_again(CheckForm(None), form, REFUSED)
        content = form.take_content()
    except RequestEntityTooLarge:
        return _refused(FileTooLarge(limit=LARGEST_CHECKED_FILE // 1024**2))
    return _answered(lambda: check_file(content, _asking(), now=now()), dropped=form)


def _answered(
    check: Callable[[], Checked], *, typed: CheckForm | None = None, dropped: FileCheckForm | None = None
) -> Response:
    try:
        checked = check()
    except RuleBroken as refusal:
        return _refused(refusal)
    status = STATUSES[checked.authenticity]
    if _wants_data():
        return _private(make_response(jsonify(as_data(checked)), status))
    if checked.document is None:
        # A number that exists and one that does not give the same page. What was typed by hand can be corrected there.
        return _asked_again(typed or CheckForm(None), FileCheckForm(None), status, checked, dropped)
    content = render_template(
        "documents/verification.html",
        document=checked.document,
        facts=facts_of(checked.document),
        code=grouped(checked.document.code),
        is_revoked=checked.authenticity is not Authenticity.VALID,
        seal=checked.seal,
        sealed_under=checked.document.sealed_under,
    )
    return _private(make_response(content, status))


def _asked_again(
    form: CheckForm,
    file_form: FileCheckForm,
    status: int,
    checked: Checked | None = None,
    dropped: FileCheckForm | None = None,
) -> Response:
    if status == REFUSED and checked is None and _wants_data():
        return _private(make_response(jsonify(error="incomplete"), REFUSED))
    content = render_template(
        "documents/verify.html",
        form=form,
        file_form=file_form,
        authenticity=checked.authenticity if checked else None,
        is_of_file=dropped is not None,
    )
    return _private(make_response(content, status))


def _refused(refusal: RuleBroken) -> Response:
    status, error = {
        TooManyFailedChecks: (429, "too_many_attempts"),
        FileTooLarge: (413, "too_large"),
        NotAPdf: (REFUSED, "not_a_pdf"),
    }[type(refusal)]
    if _wants_data():
        answer = make_response(jsonify(error=error, message=explain(refusal)), status)
    elif isinstance(refusal, TooManyFailedChecks):
        answer = error_page(status, explanation=explain(refusal))
    else:
        form = FileCheckForm(None)
        show_refusal(form, refusal, "file")
        answer = _asked_again(CheckForm(None), form, status)
    if isinstance(refusal, TooManyFailedChecks):
        answer.headers["Retry-After"] = str(int(FAILED_CHECKS_WINDOW.total_seconds()))
    return _private(answer)


def _asking() -> str:
    return counted_address(request.remote_addr)


def _wants_data() -> bool:
    if request.path.endswith(".json"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _private(answer: Response) -> Response:
    # A certificate revoked this minute must not verify from a cache, and none belongs into a search engine.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Accept")
    return answer
