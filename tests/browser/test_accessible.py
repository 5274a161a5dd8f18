"""WCAG 2.2 AA as far as axe can tell, in both colour schemes, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import THREE, NewPage
from tests.browser.test_coder import paste

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def findings(page: Page) -> list[Any]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_on_any_page(new_page: NewPage, size: str, scheme: str) -> None:
    page = new_page(size=size, color_scheme=scheme)
    assert findings(page) == []

    paste(page, THREE)
    page.locator("#a-24").click()
    page.locator("#x-42").click()
    page.locator("#cards summary").first.click()
    page.locator("#plan summary").click()
    assert findings(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0

    for address in ("/browse", "/browse/problem/24"):
        page.once("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        assert (address, findings(page)) == (address, [])
    page.goto("/desk")
    for name in ("queue", "list", "conflicts", "propose", "releases", "agreement"):
        page.locator(f"#tab-{name}").click()
        expect(page.locator(f"#{name}")).to_be_visible()
        assert (name, findings(page)) == (name, [])


def test_half_a_phones_width_scrolls_one_way_only(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    paste(page, THREE)
    page.locator("#a-24").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # A table of three columns, with long names of other systems.
    page.goto("/browse/problem/24")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "dark"), ("phone", "light")])
def test_axe_finds_nothing_in_menus_dialogs_lists_and_bad_states(
    new_page: NewPage, size: str, scheme: str
) -> None:
    page = new_page(size=size, color_scheme=scheme)
    page.on("dialog", lambda dialog: dialog.accept())
    paste(page, THREE)
    page.locator("#a-24").click()
    found = {}
    page.locator("#copy-other").click()
    found["menu"] = findings(page)
    page.keyboard.press("Escape")
    page.locator("#search").fill("wond")
    expect(page.locator("#hits [role=option]").first).to_be_visible()
    found["search"] = findings(page)
    page.locator("#search").fill("qqqqqqq")
    expect(page.locator("#hits")).to_contain_text("Niets gevonden")
    found["nothing found"] = findings(page)
    page.keyboard.press("Escape")
    page.locator("#p-24").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    found["keys"] = findings(page)
    page.keyboard.press("Escape")
    page.locator("#practise").click()
    page.locator("#practice-compare").click()
    expect(page.locator("#practice-answer")).to_be_focused()
    found["practice"] = findings(page)
    page.locator("#practice-stop").click()
    paste(page, "Geen pijn.")
    expect(page.locator("#left-out")).to_be_visible()
    found["nothing to code"] = findings(page)
    page.route("**/v1/code", lambda route: route.abort())
    paste(page, " Pijn.")
    expect(page.locator("#note-error")).to_be_visible()
    found["dead server"] = findings(page)
    page.evaluate("document.getElementById('sign-in').showModal()")
    found["sign in"] = findings(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_focus_goes_in_the_order_of_reading_and_is_always_seen(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    paste(page, "Stuit rood.")
    page.locator("#a-24").wait_for()
    page.locator(".skip").focus()
    seen: list[str] = []
    while True:
        page.keyboard.press("Tab")
        now = page.evaluate(
            """() => { const at = document.activeElement; const ring = at.closest('.editor') ?? at;
            const style = getComputedStyle(ring); const box = at.getBoundingClientRect();
            return { id: at.id || `no ${[...document.all].indexOf(at)}`,
                     outline: style.outlineStyle,
                     inside: box.bottom > 0 && box.top < innerHeight, body: at === document.body,
                     moves: parseFloat(style.transitionDuration) }; }"""
        )
        if now["body"] or now["id"] in seen:
            break
        seen.append(now["id"])
        assert now["outline"] != "none", f"{now['id']} has the focus and does not show it"
        assert now["inside"], f"{now['id']} has the focus out of sight"
        assert now["moves"] == 0
    order = ["language", "discipline", "text", "new-note", "practise", "copy-text", "copy-other"]
    order += ["p-24", "a-24", "x-24", "e-24", "search"]
    assert [each for each in seen if each in order] == order
