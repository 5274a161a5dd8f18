"""A nurse's whole job on the coder's page, as she does it."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import THREE, NewPage

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def paste(page: Page, text: str) -> None:
    """What Ctrl+V does: the words come in at once, where the cursor stands."""
    page.locator("#text").focus()
    page.keyboard.insert_text(text)


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def chosen(page: Page) -> list[str]:
    boxes = page.locator("#cards input[type=checkbox]:checked")
    return boxes.evaluate_all("all => all.map(each => each.id)")  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_pasted_note_to_copied_text_by_keyboard_alone(new_page: NewPage, size: str) -> None:
    page = new_page(size=size, **CLIPBOARD)
    began = time.perf_counter()

    paste(page, THREE)
    expect(page.locator(".card")).to_have_count(3)
    assert chosen(page) == []
    for key in ("Control+Enter", "a", "a", "a", "c"):
        page.keyboard.press(key)
    expect(page.locator("#copied")).to_contain_text("Gekopieerd")

    assert time.perf_counter() - began < 20
    copied = clipboard(page)
    assert "Huid (24): aanwezig, persoon\n  Signalen: huidletsel of drukplek (2401)" in copied
    assert "Medicijngebruik (42)" in copied
    assert "Status: 3" in copied


def test_evidence_leads_to_its_suggestion_and_back(new_page: NewPage) -> None:
    page = new_page()
    paste(page, THREE)
    page.locator("#a-24").wait_for()

    page.get_by_role("button", name="Laat in de notitie zien: Stuit rood").first.click()
    selected = "f => f.value.slice(f.selectionStart, f.selectionEnd)"
    assert page.locator("#text").evaluate(selected) == "Stuit rood"

    expect(page.locator(".card.pointed")).to_have_attribute("data-code", "24")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#p-24")).to_be_focused()
    expect(page.locator("#marks .lit").first).to_have_text("Stuit rood")


def test_marks_stand_on_their_words_beside_characters_of_two_units(new_page: NewPage) -> None:
    page = new_page()
    paste(page, "😀😀 Mw. heeft 👩‍⚕️ gezien. Stuit rood.\nGeen koorts.")

    expect(page.locator("#marks .found")).to_have_text("Stuit rood")
    expect(page.locator("#marks .left-out")).to_have_text("koorts")


def test_reject_change_undo_and_add(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, THREE)
    page.locator("#a-24").wait_for()

    page.locator("#p-42").focus()
    page.keyboard.press("x")
    expect(page.locator("li.rejected")).to_have_count(1)
    page.keyboard.press("z")
    expect(page.locator("li.rejected")).to_have_count(0)

    page.locator("#p-24").check()
    page.locator("#modifier-24").select_option("potential")
    page.keyboard.press("Escape")
    page.locator("#p-24").focus()
    page.keyboard.press("/")
    page.keyboard.type("doorlgplek")  # misspelt
    expect(page.locator("#hits [role=option]").first).to_be_visible()
    page.locator("#search").fill("rouw")
    expect(page.locator("#hits [role=option]").first).to_contain_text("Rouw")
    page.keyboard.press("Enter")
    expect(page.locator("#p-10")).to_be_checked()
    page.keyboard.press("c")

    expect(page.locator("#copied")).to_contain_text("Gekopieerd")
    assert "Huid (24): dreigend, persoon" in clipboard(page)
    assert "Rouw (10): aanwezig, persoon" in clipboard(page)
    assert "Medicijngebruik" not in clipboard(page)


def test_another_problem_and_an_action_of_her_own(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, "Stuit rood.")
    page.locator("#e-24").click()
    page.keyboard.type("pijn")
    page.locator("#hits [role=option]", has_text="Pijn").first.click()
    expect(page.locator("li.rejected")).to_contain_text("Huid")

    page.locator("#search").fill("wondzorg")
    page.locator("#hits [role=option]", has_text="actie").first.click()
    page.locator("#action-category").select_option("02")
    page.get_by_role("button", name="Actie toevoegen").click()
    page.locator("#copy-other").click()
    page.locator("#copy-as-json").click()
    expect(page.locator("#copied")).to_contain_text("JSON")

    result = json.loads(clipboard(page))
    assert [each["code"] for each in result["problems"]] == ["22"]
    assert result["interventions"][0]["problem"] == "22"
    assert "Stuit" not in clipboard(page)


def test_what_was_heard_but_not_coded_can_be_coded_anyway(new_page: NewPage) -> None:
    page = new_page()
    paste(page, "Geen pijn.")

    expect(page.locator("#empty")).to_contain_text("Te weinig om te coderen")
    expect(page.locator("#left-out")).to_contain_text("ontkend")
    page.get_by_role("button", name="Toch coderen: Pijn").click()
    expect(page.locator("#p-22")).to_be_checked()


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Mooi weer vandaag, koffie gedronken.", "Dit helpt"),
        ("Der Patient hat Schmerzen und kann nicht schlafen wegen der Wunde.", "taal"),
    ],
)
def test_not_enough_to_code_says_what_would_help(new_page: NewPage, note: str, said: str) -> None:
    page = new_page()
    paste(page, note)

    expect(page.locator("#note-status")).to_have_text("Geen voorstellen.")
    expect(page.locator("#empty")).to_contain_text(said)


def test_the_plan_shows_at_each_suggestion(new_page: NewPage) -> None:
    page = new_page()
    paste(page, THREE)
    page.locator("#plan summary").click()
    page.get_by_label("Huid", exact=True).check()

    expect(page.locator("[data-code='24'] .tag.plan")).to_have_text("staat al in het plan")
    expect(page.locator("[data-code='42'] .tag.new")).to_have_text("nieuw voor het plan")


def test_a_table_is_copied_as_a_table(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, "Stuit rood.")
    page.locator("#a-24").click()
    page.locator("#copy-other").click()
    page.locator("#copy-as-table").click()
    expect(page.locator("#copied")).to_contain_text("tabel")

    html = page.evaluate(
        "navigator.clipboard.read().then(all => all[0].getType('text/html')).then(b => b.text())"
    )
    assert "<td>Huid (24)</td>" in html
    assert clipboard(page).splitlines()[1].startswith("Huid (24)\t")


def test_keys_are_off_in_fields_can_be_changed_and_switched_off(new_page: NewPage) -> None:
    page = new_page()
    paste(page, "Stuit rood. a x c")
    page.locator("#a-24").wait_for()
    assert chosen(page) == []

    page.locator("#open-keys").click()
    page.locator("#key-of-accept").fill("n")
    page.locator("#key-of-accept").press("Tab")
    page.keyboard.press("Escape")
    page.locator("#p-24").focus()
    page.keyboard.press("a")
    assert chosen(page) == []
    page.keyboard.press("n")
    expect(page.locator("#p-24")).to_be_checked()

    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#p-24").focus()
    page.keyboard.press("x")
    expect(page.locator("li.rejected")).to_have_count(0)


def test_the_language_switch_keeps_note_and_choices(new_page: NewPage) -> None:
    page = new_page()
    paste(page, THREE)
    page.locator("#a-24").click()
    page.locator("#language").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text")).to_have_value(THREE)
    expect(page.locator("#p-24")).to_be_checked()
    expect(page.locator("#result-count")).to_have_text("1 problem chosen")
    assert THREE[:10] not in page.url


def test_the_note_is_kept_nowhere_and_leaving_warns(new_page: NewPage) -> None:
    page = new_page()
    page.locator("#discipline").select_option("poh")
    paste(page, THREE)
    page.locator("#a-24").wait_for()

    kept = page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "poh" in kept
    assert "Stuit" not in kept
    assert page.context.cookies() == []

    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("#discipline")).to_have_value("poh")


def test_a_note_of_twenty_thousand_characters(new_page: NewPage) -> None:
    page = new_page()
    paste(page, ("Het was zonnig weer vandaag. " * 700)[:19_900] + THREE)

    expect(page.locator(".card").first).to_be_visible()
    page.locator(".card .quote").first.click()
    assert page.evaluate("document.getElementById('text').scrollTop") > 500
    typed = page.evaluate(
        """() => { const f = document.getElementById('text'); const began = performance.now();
        f.setRangeText('x', 5, 5); f.dispatchEvent(new Event('input')); f.getBoundingClientRect();
        return performance.now() - began; }"""
    )
    assert typed < 150, f"{typed} ms between a key and its letter"


def test_too_long_a_note_says_so(new_page: NewPage) -> None:
    page = new_page()
    paste(page, "pijn " * 10_001)

    expect(page.locator("#note-error")).to_contain_text("50000")


def test_a_slow_and_a_dead_server_never_lose_the_text(new_page: NewPage) -> None:
    page = new_page()
    page.route("**/v1/code", lambda route: (time.sleep(1.8), route.continue_()))
    paste(page, THREE)
    expect(page.locator("#note-status")).to_contain_text("langer dan normaal")
    expect(page.locator("#a-24")).to_be_visible()

    page.unroute("**/v1/code")
    page.route("**/v1/code", lambda route: route.abort())
    paste(page, " Pijn.")
    expect(page.locator("#note-error")).to_contain_text(
        "Er is nu geen verbinding met het programma"
    )
    expect(page.locator("#text")).to_have_value(THREE + " Pijn.")
    page.unroute("**/v1/code")
    expect(page.locator("#note-error")).to_be_hidden()


HOSTILE = (
    '"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}} '
    "\u202eStuit rood\u202c </textarea>"
)


def test_script_markup_and_right_to_left_text_stay_text(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    paste(page, HOSTILE)
    page.locator("#a-24").click()
    page.locator("#search").fill(HOSTILE[:60])
    expect(page.locator("#hits")).to_be_visible()
    page.locator("#language").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text")).to_have_value(HOSTILE)
    assert page.locator("img[src=x]").count() == 0


def test_practice_compares_her_choice_with_a_worked_answer(new_page: NewPage) -> None:
    page = new_page()
    page.locator("#practise").click()
    expect(page.locator("#text")).to_have_value(  # the first practice note
        page.evaluate("fetch('/practice/nl').then(a => a.json()).then(all => all[0].text)")
    )
    page.locator("#practice-alone").check()
    expect(page.locator("#cards .card")).to_have_count(0)
    page.locator("#search").fill("rouw")
    page.locator("#hits [role=option]").first.click()
    page.locator("#practice-compare").click()

    answer = page.locator("#practice-answer")
    expect(answer).to_contain_text("Alleen u")
    expect(answer.locator("div", has_text="Alleen u").first).to_contain_text("Rouw")
    expect(answer).to_contain_text("huidletsel of drukplek (2401)")


def test_the_result_is_copied_as_fhir_from_a_menu_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, THREE)
    page.locator("#a-24").wait_for()
    for key in ("Control+Enter", "a", "a", "f"):
        page.keyboard.press(key)
    expect(page.locator("#copy-as-text")).to_be_focused()
    page.keyboard.press("a")  # the page's own keys rest in a menu
    page.keyboard.press("ArrowUp")
    expect(page.locator("#copy-as-fhir")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#copy-menu")).to_be_hidden()
    expect(page.locator("#copy-other")).to_be_focused()
    assert len(page.locator("#cards .card.chosen").all()) == 2

    for key in ("Enter", "f", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#copied")).to_contain_text("Gekopieerd: FHIR")
    bundle = json.loads(clipboard(page))
    conditions = [
        each["resource"]
        for each in bundle["entry"]
        if each["resource"]["resourceType"] == "Condition"
    ]
    codes = {each["code"]["coding"][0]["code"] for each in conditions}
    assert codes == {"24", "42"}
    assert all(c["verificationStatus"]["coding"][0]["code"] == "confirmed" for c in conditions)
    assert "Stuit" not in clipboard(page)


def test_fhir_that_cannot_be_made_says_so_and_keeps_the_choice(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, "Stuit rood.")
    page.locator("#a-24").click()
    page.route("**/v1/exchange/fhir", lambda route: route.abort())
    for key in ("f", "f", "Enter"):
        page.keyboard.press(key)

    expect(page.locator("#copied")).to_contain_text("lukt nu niet")
    expect(page.locator("#p-24")).to_be_checked()


MANY = (
    "Stuit rood. Slaapt slecht. Somber en huilt veel. Eenzaam, ziet niemand. Kan de huur niet "
    "betalen, schulden. Huis is vervuild. Mantelzorger is overbelast. Hoort slecht. Pijn in de "
    "heup. Benauwd, hoest. Oedeem in de benen. Incontinent van urine. Rookt een pakje per dag. "
    "Vergeetachtig, in de war. Wast zich niet. Rouwt om haar man."
)


def test_more_than_eight_suggestions_come_when_she_asks(new_page: NewPage) -> None:
    page = new_page()
    paste(page, MANY)
    expect(page.locator(".card")).to_have_count(8)
    page.locator(".card").last.locator("input").first.focus()
    page.keyboard.press("j")
    expect(page.locator("#more")).to_be_focused()
    said = int("".join(filter(str.isdigit, page.locator("#more").inner_text())))
    page.keyboard.press("Enter")

    expect(page.locator(".card")).to_have_count(8 + said)
    expect(page.locator(".card").nth(8).locator("input").first).to_be_focused()
    expect(page.locator("#more")).to_be_hidden()

    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#new-note").click()
    paste(page, MANY)
    expect(page.locator(".card")).to_have_count(8)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Enter")  # from words of a suggestion that is not among them
    expect(page.locator("#p-24")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_forty_suggestions_with_very_long_words_stay_within_the_page(
    new_page: NewPage, size: str
) -> None:
    page = new_page(size=size)

    def forty(route: Route) -> None:
        """The real answer with its problem forty times, under codes and names of its own."""
        answer = route.fetch().json()
        (problem,) = answer["problems"]
        name = "Medicijnaanreikingsverantwoordelijkheidsprotocolbespreking"
        answer["problems"] = [
            {**problem, "code": f"{n:02}", "display": name * (1 + n % 2)} for n in range(1, 41)
        ]
        route.fulfill(json=answer)

    page.route("**/v1/code", forty)
    paste(page, "Stuit rood " + "zeerlangwoord" * 80)
    expect(page.locator(".card")).to_have_count(8)
    page.locator("#more").click()
    expect(page.locator(".card")).to_have_count(40)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_note_that_waits_for_a_dead_server_is_not_asked_for_again(new_page: NewPage) -> None:
    page = new_page(size="phone")
    page.route("**/v1/code", lambda route: route.abort())
    paste(page, THREE)

    expect(page.locator("#note-error")).to_be_visible()
    expect(page.locator("#empty")).to_contain_text("zodra het programma uw notitie heeft gelezen")
    seen = page.locator("#note-error").bounding_box()
    assert seen is not None
    assert seen["y"] + seen["height"] < 844, "the error stands below the fold"


def test_an_action_without_a_problem_is_reached_by_the_same_keys(new_page: NewPage) -> None:
    page = new_page(**CLIPBOARD)
    paste(page, "Stuit rood. Maatschappelijk werk ingeschakeld.")
    expect(page.locator("#loose .card input").first).to_be_visible()
    for key in ("Control+Enter", "a", "a", "c"):
        page.keyboard.press(key)

    expect(page.locator("#copied")).to_contain_text("Gekopieerd")
    expect(page.locator("#loose input").first).to_be_checked()
    assert "Acties zonder gebied: " in clipboard(page)


def test_a_former_notes_suggestions_never_stand_under_a_new_note(new_page: NewPage) -> None:
    page = new_page()
    page.locator("#practise").click()
    expect(page.locator("#practice")).to_be_visible()
    page.locator("#practice-alone").uncheck()
    expect(page.locator("#cards .card").first).to_be_visible()

    page.route("**/v1/code", lambda route: route.abort())
    page.locator("#practice-note").select_option(index=1)
    expect(page.locator("#note-error")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator("#marks .found")).to_have_count(0)
