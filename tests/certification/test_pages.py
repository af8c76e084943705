"""The pages of exams and results, as an administrator uses them."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.certification.queries import exam_sessions, results_in, results_of
from app.certification.rules import Outcome
from app.extensions import db
from app.people.models import Person
from tests.browser_client import Browser
from tests.certification.examination import TODAY, Examination, add_crowd, certify
from tests.statements import counted_statements

EXAMS = "/reseau/landes/examens"


def page_of(examination: Examination) -> str:
    return f"{EXAMS}/{examination.exam.id}"


def results_page(advisor_id: int) -> str:
    return f"/reseau/landes/conseillers/{advisor_id}/resultats"


JURORS = {
    "jurors-0-name": "Colette Pébarthe",
    "jurors-0-quality": "jurée",
    "jurors-1-name": "Mathieu Soubaigné",
}
DAX = {
    "block": "REMN:CCP1",
    "name": "Session de Dax",
    "held_on": "2022-11-08",
    "decided_on": "2022-11-10",
    "place": "Dax",
    **JURORS,
}


def test_an_administrator_announces_an_exam(administrator: Browser) -> None:
    administrator.get(EXAMS)
    administrator.follow("Créer une session d’examen")
    page = administrator.submit("Créer la session", DAX)
    assert page.texts("h1") == ["Session de Dax"]
    assert "La session « Session de Dax » est créée." in page.text
    assert "Colette Pébarthe, Mathieu Soubaigné" in page.text
    assert "Session de Dax" in administrator.get(EXAMS).text


WRONG_EXAMS = (
    ({"jurors-1-name": ""}, "Un jury compte au moins 2 membres habilités ; celui-ci en compte 1."),
    ({"jurors-1-name": "colette pébarthe"}, "celui-ci en compte 1."),
    (
        {"held_on": "2022-11-12"},
        "Le jury délibérerait le 10 novembre 2022, avant l’examen du 12 novembre",
    ),
    ({"held_on": "2019-07-12", "decided_on": "2019-07-13"}, "n’était pas en vigueur le 12 juillet 2019"),
    ({"name": "Session d’octobre"}, "Une session de ce bloc s’appelle déjà « Session d’octobre »."),
    ({"name": ""}, "Ce champ est obligatoire."),
    ({"held_on": "demain"}, "Écrivez une date, par exemple 14/03/2022."),
    ({"place": "x" * 201}, "200"),
    ({"jurors-0-name": "", "decided_on": ""}, "Indiquez un nom."),
)


def test_a_wrong_exam_is_told_what_is_wrong(administrator: Browser, examination: Examination) -> None:
    for changes, sentence in WRONG_EXAMS:
        page = administrator.post(f"{EXAMS}/nouvelle", {**DAX, **changes}, status=422)
        assert sentence in page.text, changes
    assert len(exam_sessions(examination.network)) == 1


def test_an_unknown_block_is_refused(administrator: Browser, examination: Examination) -> None:
    for block in ("REMN:CCP9", "CAP:CCP1", "nonsense", ""):
        page = administrator.post(f"{EXAMS}/nouvelle", {**DAX, "block": block}, status=422)
        assert "Choisissez dans la liste." in page.text
    assert len(exam_sessions(examination.network)) == 1
    page = administrator.get(f"{EXAMS}/blocs/REMN/CCP9", status=400)
    assert "Le bloc « CCP9 » n’existe pas dans le titre" in page.text
    administrator.get(f"{EXAMS}/blocs/CAP/CCP1", status=400)


def test_an_administrator_changes_an_exam(administrator: Browser, examination: Examination) -> None:
    administrator.get(page_of(examination))
    administrator.follow("Modifier la session")
    page = administrator.submit("Enregistrer", {"name": "Session d’automne", "jurors-2-name": "Aline Ducos"})
    assert page.texts("h1") == ["Session d’automne"]
    assert "Colette Pébarthe, Mathieu Soubaigné, Aline Ducos" in page.text
    administrator.follow("Modifier la session")
    page = administrator.submit("Enregistrer", {"jurors-1-name": "", "jurors-1-quality": "", "jurors-2-name": ""},
                                status=422)  # fmt: skip
    assert "celui-ci en compte 1." in page.text


def test_an_exam_left_open_takes_no_change_back(administrator: Browser, examination: Examination) -> None:
    page = administrator.get(f"{page_of(examination)}/modifier")
    shown_before = page.forms[-1].values()
    administrator.submit("Enregistrer", {"name": "Session d’automne"})
    changed = {**shown_before, "place": "Dax"}
    page = administrator.post(f"{page_of(examination)}/modifier", changed, status=409)
    assert page.forms[-1].values()["name"] == ["Session d’automne"]
    assert page.forms[-1].values()["block"] == ["REMN:CCP1"]
    administrator.submit("Enregistrer", {"place": "Dax"})
    assert administrator.get(EXAMS).text.count("Session d’automne") >= 1


def test_the_whole_list_is_recorded_in_one_form(administrator: Browser, examination: Examination) -> None:
    first, second = examination.candidates
    page = administrator.get(page_of(examination))
    assert "Recrutement tardif, peut se présenter à une prochaine session." in page.text
    page = administrator.submit(
        "Enregistrer les résultats",
        {
            f"outcome_{first.id}": "obtained",
            f"outcome_{second.id}": "not_presented",
            f"remark_{second.id}": "Arrêt maladie",
        },
    )
    assert "2 résultats enregistrés." in page.text
    assert "100 % (1 sur 1 présenté)" in page.text.replace("\u00a0", " ").replace("\u202f", " ")
    recorded = results_in(examination.exam)
    assert {advisor_id: result.outcome for advisor_id, result in recorded.items()} == {
        first.id: Outcome.OBTAINED,
        second.id: Outcome.NOT_PRESENTED,
    }
    again = administrator.submit("Enregistrer les résultats")
    assert "Rien n’a changé" in again.text


def test_a_late_recruit_is_chosen_nothing_for_and_counts_as_no_failure(
    administrator: Browser, examination: Examination
) -> None:
    administrator.get(page_of(examination))
    first = examination.candidates[0]
    administrator.submit("Enregistrer les résultats", {f"outcome_{first.id}": "obtained"})
    assert set(results_in(examination.exam)) == {first.id}
    late = examination.late.id
    page = administrator.submit("Enregistrer les résultats", {f"outcome_{late}": "not_obtained"})
    assert "1 résultat enregistré." in page.text
    assert "100 % (1 sur 1 présenté)" in page.text.replace("\u00a0", " ").replace("\u202f", " ")
    row = administrator.get(EXAMS).rows()[0]
    assert row[1:6] == ["1", "0", "0", "1", "1"]


def test_a_recorded_outcome_changes_only_with_a_reason(
    administrator: Browser, examination: Examination
) -> None:
    first = examination.candidates[0]
    examination.record(first, Outcome.OBTAINED)
    administrator.get(page_of(examination))
    page = administrator.submit(
        "Enregistrer les résultats", {f"outcome_{first.id}": "not_obtained"}, status=422
    )
    assert "indiquez en remarque le motif de la correction" in page.text
    assert examination.outcome_of(first) is Outcome.OBTAINED
    administrator.submit("Enregistrer les résultats", {f"remark_{first.id}": "Erreur de saisie"})
    assert examination.outcome_of(first) is Outcome.NOT_OBTAINED


def test_a_list_left_open_takes_nothing_back(administrator: Browser, examination: Examination) -> None:
    first, second = examination.candidates
    examination.record(first, Outcome.NOT_OBTAINED)
    administrator.get(page_of(examination))
    examination.record(first, Outcome.OBTAINED, "Erreur de saisie")
    page = administrator.submit("Enregistrer les résultats", {f"outcome_{second.id}": "obtained"})
    assert "1 résultat enregistré." in page.text
    assert examination.outcome_of(first) is Outcome.OBTAINED


def test_a_row_that_somebody_else_changed_meanwhile_is_refused_and_shown_anew(
    administrator: Browser, examination: Examination
) -> None:
    first, second = examination.candidates
    administrator.get(page_of(examination))
    examination.record(first, Outcome.OBTAINED)
    typed = {f"outcome_{first.id}": "not_presented", f"outcome_{second.id}": "obtained"}
    page = administrator.submit("Enregistrer les résultats", typed, status=409)
    assert "quelqu’un a enregistré ou corrigé le résultat de Camille Candidat A : voici" in page.text
    assert examination.outcome_of(first) is Outcome.OBTAINED
    assert examination.outcome_of(second) is None
    # What is there now is shown for the one, and what was typed is kept for the other.
    page = administrator.submit("Enregistrer les résultats")
    assert "1 résultat enregistré." in page.text
    assert examination.outcome_of(first) is Outcome.OBTAINED
    assert examination.outcome_of(second) is Outcome.OBTAINED


def test_a_row_left_at_nothing_stays_what_somebody_else_recorded(
    administrator: Browser, examination: Examination
) -> None:
    first, second = examination.candidates
    administrator.get(page_of(examination))
    examination.record(first, Outcome.NOT_PRESENTED, "Arrêt maladie")
    page = administrator.submit("Enregistrer les résultats", {f"outcome_{second.id}": "obtained"})
    assert "1 résultat enregistré." in page.text
    assert examination.outcome_of(first) is Outcome.NOT_PRESENTED


def test_a_recorded_outcome_cannot_be_taken_out(administrator: Browser, examination: Examination) -> None:
    first = examination.candidates[0]
    examination.record(first, Outcome.OBTAINED)
    administrator.post(page_of(examination), {f"outcome_{first.id}": ""}, status=422)
    assert examination.outcome_of(first) is Outcome.OBTAINED


def test_a_certified_result_is_shown_fixed(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    first = examination.candidates[0]
    examination.record(first, Outcome.OBTAINED)
    certify(database, examination.result_of(first))
    page = administrator.get(page_of(examination))
    assert "révoquez d’abord son certificat" in page.text
    assert "Certificat n° LANDES-2022-0001" in page.text
    assert f"outcome_{first.id}" not in page.text
    page = administrator.post(page_of(examination), {f"outcome_{first.id}": "not_obtained"}, status=422)
    assert "La liste a changé entre-temps." in page.text
    assert examination.outcome_of(first) is Outcome.OBTAINED


def test_somebody_who_is_not_on_the_list_is_not_passed_over_in_silence(
    administrator: Browser, examination: Examination
) -> None:
    outsider = examination.newcomer("Passant", is_enrolled=False)
    for name in (f"outcome_{outsider.id}", "outcome_999999", "outcome_x"):
        page = administrator.post(page_of(examination), {name: "obtained"}, status=422)
        assert "La liste a changé entre-temps." in page.text
    assert results_in(examination.exam) == {}


def test_a_huge_remark_and_an_invented_outcome_are_refused(
    administrator: Browser, examination: Examination
) -> None:
    first = examination.candidates[0]
    for fields in (
        {f"outcome_{first.id}": "obtained", f"remark_{first.id}": "x" * 10_000},
        {f"outcome_{first.id}": "brilliant"},
        {f"outcome_{first.id}": "obtained", f"remark_{first.id}": "a\x00b"},
    ):
        administrator.post(page_of(examination), fields, status=422)
    assert results_in(examination.exam) == {}


def test_an_exam_to_come_takes_no_results(administrator: Browser, examination: Examination) -> None:
    coming = examination.announce("Session de mars", held_on=TODAY.replace(month=12), decided_on=None)
    page = administrator.get(f"{EXAMS}/{coming.id}")
    assert "Les résultats s’enregistrent à partir du 15 décembre 2022." in page.text
    first = examination.candidates[0]
    page = administrator.post(f"{EXAMS}/{coming.id}", {f"outcome_{first.id}": "obtained"}, status=422)
    assert results_in(coming) == {}


def test_who_passed_elsewhere_is_not_judged_again(administrator: Browser, examination: Examination) -> None:
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    later = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    page = administrator.get(f"{EXAMS}/{later.id}")
    assert "1 personne a obtenu ce bloc dans une autre session" in page.text


def test_everybody_stands_somewhere_for_a_block(administrator: Browser, examination: Examination) -> None:
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    page = administrator.get(f"{EXAMS}/blocs/REMN/CCP1")
    assert [row[:3] for row in page.rows()] == [
        ["Camille Candidat A", "Obtenu", "Entrée normale"],
        ["Camille Candidat B", "–", "Entrée normale"],
        ["Camille Dispensée", "–", "Exempté·e"],
        ["Camille Tardive", "–", "Recrutement tardif"],
    ]


def test_the_results_of_one_advisor_are_recorded_by_session_and_by_day(
    administrator: Browser, examination: Examination
) -> None:
    first, second = examination.candidates
    administrator.get(results_page(first.id))
    page = administrator.submit(
        "Enregistrer le résultat", {"exam_session": str(examination.exam.id), "outcome": "obtained"}
    )
    assert "Le résultat est enregistré." in page.text
    assert "Bloc obtenu" in page.text
    administrator.get(results_page(second.id))
    page = administrator.submit("Enregistrer le résultat", {"day": "2022-11-03", "outcome": "not_obtained"})
    assert [row[:4] for row in page.rows()] == [
        [
            "CCP1 · REMN Responsable d’espace de médiation numérique (RNCP 34137, TP-01336)",
            "Non obtenu",
            "Session du 03/11/2022",
            "03/11/2022 (examen)",
        ]
    ]


def test_pix_is_a_yes_or_a_no_and_a_day(administrator: Browser, examination: Examination) -> None:
    first = examination.candidates[0]
    administrator.get(results_page(first.id))
    page = administrator.submit(
        "Enregistrer le résultat Pix", {"pix_obtained": "no", "pix_day": "2022-10-04"}
    )
    assert page.rows()[0][:2] == ["Pix", "Non obtenu"]
    page = administrator.submit(
        "Enregistrer le résultat Pix", {"pix_obtained": "yes", "pix_day": "2022-11-08"}
    )
    assert [row[:2] for row in page.rows()] == [["Pix", "Obtenu"], ["Pix", "Non obtenu"]]


WRONG_RESULTS = (
    (
        {"outcome": "obtained"},
        "Choisissez une session dans la liste, ou bien donnez le jour de l’examen.",
    ),
    ({"outcome": "obtained", "day": "2022-11-16"}, "Le jury du 16 novembre 2022 n’a pas encore eu lieu"),
    ({"outcome": "obtained", "day": "2019-01-02"}, "n’était pas en vigueur le 2 janvier 2019"),
    ({"day": "2022-11-03"}, "Choisissez le résultat."),
    ({"outcome": "obtained", "exam_session": "999999"}, "Choisissez dans la liste."),
    ({"outcome": "obtained", "day": "2022-11-03", "remark": "x" * 201}, "200"),
)


def test_a_wrong_result_is_told_what_is_wrong(administrator: Browser, examination: Examination) -> None:
    first = examination.candidates[0]
    for fields, sentence in WRONG_RESULTS:
        page = administrator.post(results_page(first.id), {"exam_session": "", **fields}, status=422)
        assert sentence in page.text, fields
    assert results_of(first) == []
    assert len(exam_sessions(examination.network)) == 1


def test_a_second_pass_and_a_pix_of_tomorrow_are_refused(
    administrator: Browser, examination: Examination
) -> None:
    first = examination.candidates[0]
    examination.record(first, Outcome.OBTAINED)
    page = administrator.post(
        results_page(first.id), {"exam_session": "", "day": "2022-11-03", "outcome": "obtained"}, status=422
    )
    assert "un bloc obtenu reste acquis" in page.text
    page = administrator.post(
        f"{results_page(first.id)}/pix", {"pix_obtained": "yes", "pix_day": "2022-11-16"}, status=422
    )
    assert "n’a pas encore eu lieu" in page.text
    assert len(results_of(first)) == 1


def test_somebody_without_a_cohort_gets_no_form(administrator: Browser, examination: Examination) -> None:
    outsider = examination.newcomer("Passant", is_enrolled=False)
    page = administrator.get(results_page(outsider.id))
    assert "Un résultat s’enregistre pour une personne inscrite à une promotion." in page.text
    page = administrator.post(
        f"{results_page(outsider.id)}/pix", {"pix_obtained": "yes", "pix_day": "2022-11-03"}, status=422
    )
    assert "n’est pas inscrit·e" in page.text
    page = administrator.post(
        results_page(outsider.id),
        {"exam_session": "", "outcome": "obtained", "day": "2022-11-03"},
        status=422,
    )
    assert "n’est inscrit·e à aucune promotion" in page.text
    assert results_of(outsider) == []


def test_another_network_does_not_exist(
    administrator: Browser,
    examination: Examination,
    stranger: Examination,
    browser_of: Callable[[Person], Browser],
) -> None:
    administrator.get(results_page(stranger.candidates[0].id), status=404)
    administrator.get(f"{EXAMS}/{stranger.exam.id}", status=404)
    administrator.get(f"{EXAMS}/{stranger.exam.id}/modifier", status=404)
    administrator.get(f"{EXAMS}/{10**30}", status=404)
    browser_of(stranger.odile).get(page_of(examination), status=404)


def test_a_name_is_only_ever_text(administrator: Browser, examination: Examination) -> None:
    administrator.get(f"{EXAMS}/nouvelle")
    page = administrator.submit("Créer la session", {**DAX, "name": "<script>alert(1)</script>{{7*7}}"})
    assert page.texts("h1") == ["<script>alert(1)</script>{{7*7}}"]


def test_no_page_asks_the_database_more_for_more_people(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    add_crowd(database, examination, 3)
    first = examination.candidates[0]
    pages = (EXAMS, page_of(examination), f"{EXAMS}/blocs/REMN/CCP1", results_page(first.id))
    examination.record(first, Outcome.OBTAINED)
    few = [statements(administrator, page) for page in pages]
    add_crowd(database, examination, 9, first=1000)
    assert [statements(administrator, page) for page in pages] == few


def test_recording_a_list_asks_the_database_no_more_for_more_people(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    def pressed() -> int:
        administrator.get(page_of(examination))
        with counted_statements(db.engine) as counted:
            administrator.submit("Enregistrer les résultats")
        return len(counted)

    add_crowd(database, examination, 3)
    few = pressed()
    add_crowd(database, examination, 9, first=1000)
    assert pressed() == few


def statements(browser: Browser, page: str) -> int:
    with counted_statements(db.engine) as counted:
        browser.get(page)
    return len(counted)
