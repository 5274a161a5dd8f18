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
