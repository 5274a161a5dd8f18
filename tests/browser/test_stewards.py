"""An evening at the desk with keys only: a queue, a conflict, a list, a release, figures."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from script.invented_desk import Desk, fill
from tests.browser.conftest import Service, page_of
from tests.browser.test_accessible import findings


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[tuple[Service, Desk]]:
    store = tmp_path_factory.mktemp("stewards") / "store.db"
    filled = fill(f"sqlite:///{store}")
    made = Service(store, compiled)
    yield made, filled
    made.stop()


@pytest.fixture
def at_desk(
    browser: Browser, desk: tuple[Service, Desk], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The desk of a steward who has signed in; the parameter is who, and which tab."""
    service, filled = desk
    who, tab, size = request.param
    with page_of(browser, service.address, size) as page:
        answer = page.context.request.post(
            "/session",
            data=json.dumps({"key": filled.keys[who]}),
            headers={"Content-Type": "application/json"},
        )
        assert answer.ok
        page.goto("/desk")
        expect(page.locator("#mapping h2.claim")).to_be_visible()
        page.locator("#tab-queue").focus()
        for _ in range(
            ("queue", "list", "conflicts", "propose", "releases", "agreement").index(tab)
        ):
            page.keyboard.press("ArrowRight")
        expect(page.locator(f"#tab-{tab}")).to_be_focused()
        yield page


def at(who: str, tab: str, size: str = "desktop") -> pytest.MarkDecorator:
    return pytest.mark.parametrize("at_desk", [(who, tab, size)], indirect=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def claim(page: Page) -> str:
    return page.locator("#mapping h2.claim").inner_text()


@at("Anna", "list")
def test_words_are_found_and_judged_together_by_keys(at_desk: Page) -> None:
    page = at_desk
    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.locator("#rows")).to_contain_text("puft als")
    press(page, "/")
    page.keyboard.type("puft als")
    press(page, "Enter")
    expect(page.locator("#list-counts")).to_contain_text("1 gevonden")
    expect(page.locator("#bulk-accept")).to_have_text("Neem 1 over")
    page.locator("#rows input").focus()
    press(page, "Space")
    expect(page.locator("#bulk-reject")).to_have_text("Wijs 1 af")
    page.locator("#bulk-reject").focus()
    press(page, "Enter")
    expect(page.locator("#desk-status")).to_have_text("1 woord beoordeeld.")
    expect(page.locator("#rows")).to_contain_text("niet eens")  # Bram accepted it before


@at("Anna", "list")
def test_all_that_is_listed_is_judged_and_not_what_the_form_says_now(at_desk: Page) -> None:
    page = at_desk
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#filter-words").fill("puft als")
    press(page, "Enter")
    expect(page.locator("#list-counts")).to_contain_text("1 gevonden")
    page.locator("#filter-words").fill("lekt")
    page.route("**/v1/judgements/bulk", lambda route: route.abort())
    with page.expect_request("**/v1/judgements/bulk") as asked:
        page.locator("#bulk-accept").click()
    assert "puft als" in asked.value.post_data_json["filter"].values()  # type: ignore[index]


@at("Anna", "queue")
def test_a_queue_is_judged_by_keys_and_each_moves_on(at_desk: Page) -> None:
    page = at_desk
    seen = [claim(page)]
    for key, said in (("u", "Gekozen: weet ik niet"), ("x", "Afgewezen"), ("3", "verband")):
        expect(page.locator("#mapping .effect, #mapping .hint").first).to_be_visible()
        page.keyboard.press(key)
        if key == "3":  # every proposal claims this relation already
            expect(page.locator("#desk-error")).to_contain_text("staat er al")
        else:
            expect(page.locator("#desk-status")).to_contain_text(said)
            expect(page.locator("#mapping h2.claim")).not_to_have_text(seen[-1])
            seen.append(claim(page))
    assert len(set(seen)) == 3

    press(page, "c")
    page.keyboard.type("zo zeggen wij het ook")
    press(page, "Enter", "2")
    expect(page.locator("#desk-status")).to_contain_text("Ander verband gekozen")
    press(page, "z")
    expect(page.locator("#mapping h2.claim")).to_have_text(seen[-1])
    expect(page.locator("#mapping .timeline")).to_contain_text("nam het oordeel terug")
    press(page, "j")
    expect(page.locator("#mapping h2.claim")).not_to_have_text(seen[-1])
    press(page, "k")
    expect(page.locator("#mapping h2.claim")).to_have_text(seen[-1])


@at("Cem", "conflicts", "phone")
def test_a_third_steward_settles_first_and_then_sees_both_sides(at_desk: Page) -> None:
    page = at_desk
    first = page.locator("#conflict-list article").filter(has_text="lekt steeds")
    expect(first).to_be_visible()
    expect(page.locator(".side")).to_have_count(0)
    assert findings(page) == []
    while not first.evaluate("each => each === document.activeElement"):
        press(page, "j")
    press(page, "a")

    expect(first.locator(".side")).to_have_count(3)
    expect(first).to_be_focused()
    expect(first.locator(".side").nth(1)).to_contain_text("Bram")
    expect(first.locator(".side").nth(2)).to_contain_text("dit besliste")
    assert findings(page) == []
    asked: list[dict[str, int]] = []
    page.on("request", lambda each: each.url.endswith("undo") and asked.append(each.post_data_json))
    press(page, "z")
    expect(page.locator("#desk-status")).to_contain_text("teruggenomen")
    expect(page.locator(".side")).to_have_count(0)
    press(page, "z")  # nothing more was settled here
    expect(page.locator("#desk-error")).to_be_hidden()
    assert [bool(each["judgement"]) for each in asked] == [True]


@at("Anna", "conflicts")
def test_who_judged_sees_both_sides_and_may_not_settle(at_desk: Page) -> None:
    page = at_desk
    first = page.locator("#conflict-list article").filter(has_text="lekt steeds")
    expect(first.locator(".side.accept")).to_contain_text("Anna")
    expect(first.locator(".side.reject")).to_contain_text("Bram")
    expect(first.locator("button[data-verdict]")).to_have_count(0)
    expect(first).to_contain_text("Een derde beheerder beslist")


@at("Bram", "releases")
def test_a_steward_looks_at_a_release_and_an_administrator_has_it_go_live(at_desk: Page) -> None:
    page = at_desk
    look = page.get_by_role("button", name="Bekijk: 2026-11")
    look.focus()
    press(page, "Enter")
    about = page.locator("#release-about")
    expect(about).to_contain_text("+ “rolt om van de slaap” hoort onder Slapen en rusten")
    expect(about).to_contain_text("Wat verandert er in de notities?")
    expect(about.locator(".effect").first).to_contain_text("rolt om van de slaap")
    assert findings(page) == []

    # What is live is live for every organisation: a steward's session may not change that.
    expect(page.get_by_role("button", name="Neem in gebruik")).to_have_count(0)
    expect(page.locator("#releases")).to_contain_text("De systeembeheerder neemt")


@at("Anna", "agreement", "phone")
def test_agreement_is_shown_in_the_words_of_the_page(at_desk: Page) -> None:
    page = at_desk
    expect(page.locator("#figures")).to_contain_text(
        "Maatschappelijk werker en Wijkverpleegkundige"
    )
    expect(page.locator("#figures")).to_contain_text("Signalen")
    assert page.locator("#figures .figure").count() >= 5
    assert "omaha:" not in page.locator("#figures").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(page) == []


@at("Anna", "queue")
def test_a_second_key_before_the_answer_judges_nothing(at_desk: Page) -> None:
    page = at_desk
    asked: list[str] = []
    page.on("request", lambda each: each.url.endswith("/v1/judgements") and asked.append(each.url))
    page.route("**/v1/judgements", lambda route: (time.sleep(0.5), route.continue_()))
    waiting = page.locator("#waiting button")
    before = waiting.all_inner_texts()
    press(page, "u", "u", "j", "x")
    expect(waiting).to_have_text(before[1:])
    assert len(asked) == 1
    press(page, "z")
    expect(waiting).to_have_text(before)
