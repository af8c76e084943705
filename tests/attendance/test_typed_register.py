"""A register that is refused comes back as it was typed: nobody marks fifteen people twice."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.attendance.queries import total_minutes
from app.attendance.services import HoursLine, record_hours
from app.core.half_days import Half
from app.people.models import Person
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.attendance.test_pages import RECORD, address, lines_in
from tests.browser_client import Browser
from tests.html_page import Page, text_of

BrowserOf = Callable[[Person], Browser]
TYPED = {
    "people-0-attendance": "excused",
    "people-0-remark": "Rendez-vous médical",
    "people-1-arrived_at": "18:00",
    "people-1-remark": "Train en retard",
    "people-2-attendance": "unexcused",
}


def test_after_one_wrong_time_everything_typed_is_still_there(
    database: Session, classroom: Classroom, browser_of: BrowserOf
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(address(classroom.half_day()))
    page = browser.submit(RECORD, TYPED, status=422)
    assert typed_in(page) == TYPED
    assert open_panels(page) == ["Camille Aubert", "Camille Barrère"]
    assert "1 présent sur 3" in page.text
    (summary,) = page.texts("ul", css_class="error-summary__list")
    assert summary.startswith("Camille Barrère · Arrivée — Arrivée à 18:00")
    assert page.by_id("people-1-arrived_at-error") is not None
    assert lines_in(database) == 0
    browser.submit(RECORD, {"people-1-arrived_at": "10:00"})
    assert credited(classroom) == [0, 150, 0]


def test_every_wrong_line_is_named_at_once_and_at_its_own_field(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(address(classroom.half_day()))
    wrong = {"people-0-arrived_at": "midi", "people-1-left_at": "13:00", "people-2-arrived_at": "08:00"}
    page = browser.submit(RECORD, wrong, status=422)
    assert [line.split(" — ")[0] for line in summary_of(page)] == [
        "Camille Aubert · Arrivée",
        "Camille Barrère · Départ",
        "Camille Castets · Arrivée",
    ]
    assert typed_in(page) == wrong


def test_when_the_list_has_changed_those_still_on_it_keep_their_marks(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(address(classroom.half_day()))
    classroom.newcomer("Aardvark")
    page = browser.submit(RECORD, TYPED, status=422)
    assert "La liste des personnes attendues a changé" in page.text
    later = {"0": "1", "1": "2", "2": "3"}
    assert typed_in(page) == {f"people-{later[name[7]]}{name[8:]}": typed for name, typed in TYPED.items()}
    assert open_panels(page) == ["Camille Aubert", "Camille Barrère"]
    browser.submit(RECORD, {"people-2-arrived_at": "10:00"})
    assert credited(classroom) == [0, 150, 0]


def test_whoever_was_recorded_elsewhere_meanwhile_leaves_the_list_and_the_others_keep_their_marks(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(address(classroom.half_day()))
    line = HoursLine(classroom.enrolments[0], TODAY, Half.MORNING, 200, Modality.REMOTE)
    record_hours(classroom.network, [line], today=TODAY, now=NOON, by=classroom.odile)
    page = browser.submit(RECORD, TYPED | {"people-1-arrived_at": "10:00"}, status=422)
    assert typed_in(page) == {
        "people-0-arrived_at": "10:00",
        "people-0-remark": "Train en retard",
        "people-1-attendance": "unexcused",
    }


def typed_in(page: Page) -> dict[str, str]:
    """What differs from a register in which everybody is present without a word."""
    form = next(form for form in page.forms if "seances" in form.action)
    fields = {name: values[0] for name, values in form.values().items() if values and values[0]}
    return {
        name: typed
        for name, typed in fields.items()
        if name.startswith("people-") and not name.endswith("-enrolment_id") and typed != "present"
    }


def open_panels(page: Page) -> list[str]:
    """Whose times and remark are open."""
    panels = [panel for panel in page.elements("details") if panel.get("open") is not None]
    return [text_of(panel[0]).removeprefix("Détails ") for panel in panels]


def summary_of(page: Page) -> list[str]:
    """The lines of the error summary."""
    (summary,) = page.elements("ul", css_class="error-summary__list")
    return [text_of(line) for line in summary]


def credited(classroom: Classroom) -> list[int]:
    """The minutes of each of the three, in their order."""
    total = total_minutes([each.id for each in classroom.enrolments])
    return [total[each.id] for each in classroom.enrolments]
