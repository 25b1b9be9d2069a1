"""The rules of all pages, for all users and screens."""

import pytest
from playwright.sync_api import Page, expect

from accessibility import assert_accessible, assert_nothing_scrolls_sideways
from pages import PAGES, Visit
from people import Person, Serve


@pytest.mark.parametrize(("heading", "visit"), [pytest.param(*page, id=name) for name, page in PAGES.items()])
def test_page_is_accessible_and_never_scrolls_sideways(page: Page, person: Person, serve: Serve, heading, visit: Visit):
    visit(page, person, serve)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page, "light")
    page.set_viewport_size({"width": 390, "height": 760})
    assert_nothing_scrolls_sideways(page)
    # The smallest phone, or a large screen at 400 % (WCAG 2.2, 1.4.10).
    page.set_viewport_size({"width": 320, "height": 640})
    assert_nothing_scrolls_sideways(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, "dark, on a phone")
    # The space between lines, letters and words that some people need (WCAG 2.2, 1.4.12).
    page.evaluate(
        """() => Object.assign(document.body.style,
            { lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em" })"""
    )
    assert_nothing_scrolls_sideways(page)
