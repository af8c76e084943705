"""An advisor on a phone: hours done, hours that remain, what comes next."""

import re

from playwright.sync_api import Page, expect

from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW
from tests.browser.conftest import NewPage, SignIn, fill_the_sign_in_form

HOURS = re.compile(r"\d+\sh(\s\d\d)? sur \d+\sh")


def test_an_advisor_reads_the_hours_and_the_result(page_phone: Page, sign_in: SignIn) -> None:
    sign_in(page_phone, ADVISOR_TO_SHOW)

    expect(page_phone.get_by_role("heading", level=1)).to_have_text("Bonjour Léa")
    expect(page_phone.get_by_role("img", name=HOURS)).to_be_in_viewport()
    for kind in ("En présence", "À distance", "En situation de travail"):
        expect(page_phone.get_by_role("term").filter(has_text=kind)).to_be_visible()
    expect(page_phone.get_by_role("main")).to_contain_text("Votre CCP1 est obtenu, bravo.")


def test_a_late_recruit_is_told_kindly_where_they_stand(page_phone: Page, sign_in: SignIn) -> None:
    sign_in(page_phone, LATE_RECRUIT_TO_SHOW)
    main = page_phone.get_by_role("main")

    expect(main).to_contain_text("Votre formation suit son cours")
    expect(main).to_contain_text("Ce n’est pas un retard de votre fait")
    expect(main).to_contain_text("rien de tout cela n’est compté comme un échec")
    expect(page_phone.get_by_role("img", name=HOURS)).to_be_visible()
    expect(main).to_contain_text(re.compile(r"Il vous reste \d+\sh(\s\d\d)? à suivre"))
    expect(page_phone.get_by_role("heading", name="Prochaines séances")).to_be_visible()
    expect(main).to_contain_text("Session CCP1 d’avril 2023")


def test_the_menu_of_a_phone_leads_to_the_account(page_phone: Page, sign_in: SignIn) -> None:
    sign_in(page_phone, ADVISOR_TO_SHOW)

    page_phone.get_by_role("button", name="Menu").click()
    page_phone.get_by_role("link", name="Léa Darrigrand").click()

    expect(page_phone).to_have_url(re.compile("/mon-compte$"))


def test_signing_in_works_without_scripts(new_page: NewPage) -> None:
    page = new_page(390, 844, java_script_enabled=False)

    fill_the_sign_in_form(page, ADVISOR_TO_SHOW)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Léa")
