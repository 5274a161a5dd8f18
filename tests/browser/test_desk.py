"""A steward's job at the desk, and the vocabulary pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_coder import HOSTILE, paste


def propose(page: Page, words: str, concept: str) -> None:
    page.locator("#tab-propose").click()
    page.locator("#new-words").fill(words)
    page.locator("#new-concept").fill(concept)
    page.locator("#new-hits [role=option]").first.click()
    page.get_by_role("button", name="Zet in de wachtrij").click()
    expect(page.locator("#desk-status")).to_contain_text("Klaargezet")


def test_a_word_accepted_at_the_desk_changes_the_coders_page_in_another_tab(
    new_page: NewPage,
) -> None:
    coder, desk = new_page(), new_page("/desk")
    paste(coder, "Mw. heeft de kwakkelzucht.")
    expect(coder.locator("#empty")).to_contain_text("Te weinig")

    propose(desk, "kwakkelzucht", "huidletsel")
    propose(desk, "flierefluiten", "Pijn")
    desk.locator("#tab-queue").click()
    desk.locator("#waiting button", has_text="kwakkelzucht").click()
    expect(desk.locator("#mapping")).to_contain_text("Lichamelijk › Huid › huidletsel")
    expect(desk.locator("#mapping .effect")).to_contain_text("+ Huid")
    desk.keyboard.press("a")
    expect(desk.locator("#desk-status")).to_contain_text("aangenomen")
    expect(desk.locator("#mapping h2.claim")).not_to_contain_text("kwakkelzucht")

    paste(coder, " ")
    expect(coder.locator("#p-24")).to_be_visible()

    desk.keyboard.press("z")
    expect(desk.locator("#desk-status")).to_contain_text("Teruggenomen")
    paste(coder, " ")
    expect(coder.locator("#p-24")).to_have_count(0)


def test_import_shows_first_what_each_row_would_do(new_page: NewPage) -> None:
    page = new_page("/desk#propose")
    page.locator("#import-text").fill("wiebelknie;problem/25\nkromme rij;problem/99\n")
    page.get_by_role("button", name="Bekijk eerst").click()
    expect(page.locator("#import-rows")).to_contain_text("nieuw")
    expect(page.locator("#import-rows")).to_contain_text("bestaat niet")
    page.locator("#import-go").click()
    expect(page.locator("#desk-status")).to_contain_text("1 ingelezen")
    expect(page.locator("#import-rows")).to_contain_text("is er al")

    page.locator("#tab-list").click()
    page.locator("#filter-words").fill("wiebelknie")
    page.keyboard.press("Enter")
    page.locator("#rows input").check()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#bulk-reject").click()
    expect(page.locator("#desk-status")).to_contain_text("1 woord beoordeeld")
    expect(page.locator("#rows tr").first).to_contain_text("afgewezen")


def test_releases_are_made_looked_at_and_rolled_back_by_keys(new_page: NewPage) -> None:
    page = new_page("/desk#releases")
    page.on("dialog", lambda dialog: dialog.accept())
    live = page.locator("#release-list .chosen strong")
    expect(live).to_contain_text("Zonder versie")
    page.locator("#release-name").focus()
    page.keyboard.type("proef-1")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bekijk: proef-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#release-about")).to_be_focused()
    expect(page.locator("#release-about")).to_contain_text("voorbeelden")
    page.get_by_role("button", name="Neem in gebruik: proef-1").focus()
    page.keyboard.press("Enter")
    expect(live).to_have_text("proef-1")
    page.get_by_role("button", name="Ga terug naar deze").focus()
    page.keyboard.press("Enter")
    expect(live).to_contain_text("Zonder versie")
    page.locator("#release-name").fill("proef-1")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-error")).to_contain_text("Deze naam is al gebruikt")


def test_markup_in_words_stays_text_at_the_desk(new_page: NewPage) -> None:
    page = new_page("/desk#propose")
    propose(page, HOSTILE[:60], "Pijn")
    page.locator("#tab-list").click()

    expect(page.locator("#rows")).to_contain_text("<img src=x")
    assert page.locator("img[src=x]").count() == 0


def test_a_concept_is_found_by_misspelt_words_and_shown(new_page: NewPage) -> None:
    page = new_page("/browse", size="phone")
    page.keyboard.press("/")
    page.keyboard.type("medicijngebruk")
    expect(page.locator("#found [role=option]").first).to_contain_text("Medicijngebruik")
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/problem/42*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Medicijngebruik")


def test_a_sheet_as_excel_saves_it_keeps_its_accents(new_page: NewPage) -> None:
    page = new_page("/desk#propose")
    for coding in ("cp1252", "utf-8", "utf-8-sig"):
        sheet = "reünieklachten;problem/25\n".encode(coding)
        given = {"name": f"{coding}.csv", "mimeType": "text/csv", "buffer": sheet}
        page.locator("#import-file").set_input_files(given)  # type: ignore[arg-type]
        expect(page.locator("#import-text")).to_have_value("reünieklachten;problem/25\n")
        page.locator("#import-text").fill("")
