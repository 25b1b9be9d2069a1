"""The additions of the form's script."""

import re

import pytest
from playwright.sync_api import Page, expect

from people import Person, press_the_button


def test_button_toggles_password_visibility(page: Page, person: Person):
    page.goto("/register")
    person.fill_in(page)
    passwords = [page.locator("#password"), page.locator("#password_confirm")]
    status = page.get_by_role("status")
    expect(status).to_have_text("Good length.")
    for press, name, kind, said in [
        ("Enter", "Show password", "text", "Your password is visible."),
        ("Space", "Hide password", "password", "Your password is hidden."),
    ]:
        toggle = page.get_by_role("button", name=name)
        toggle.press(press)
        for field in passwords:
            expect(field).to_have_attribute("type", kind)
            expect(field).to_have_value(person.password)
            expect(field).to_have_attribute("autocomplete", "new-password")
            # A password that is shown is a text, which a keyboard would correct.
            for attribute, value in [("autocapitalize", "none"), ("autocorrect", "off"), ("spellcheck", "false")]:
                expect(field).to_have_attribute(attribute, value)
        expect(status).to_have_text(said)
    expect(page.get_by_role("button", name="Show password")).to_be_focused()


def test_shown_password_is_not_redisplayed(page: Page):
    page.goto("/register")
    page.locator("#password").fill("short")
    page.get_by_role("button", name="Show password").click()
    press_the_button(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#password")).to_have_attribute("type", "password")
    expect(page.locator("#password")).to_have_value("")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("short", "Too short: use at least 15 characters."),
        ("abcabcabcabcabcabcabc", "Long enough, but easy to guess because it repeats itself."),
        ("otters juggle plums", "Long enough. A longer password is stronger."),
        ("seven otters juggle plums", "Good length."),
        # Characters are code points, as the server counts them.
        ("🦦🍑🦦🍇🍋🍒🥝🦦", "Too short: use at least 15 characters."),
    ],
)
def test_strength_hint_is_shown_and_announced(page: Page, typed: str, hint: str):
    page.goto("/register")
    page.locator("#password").press_sequentially(typed)
    expect(page.locator(".strength")).to_have_text(hint)
    expect(page.get_by_role("status")).to_have_text(hint)
    page.locator("#password").clear()
    expect(page.locator(".strength")).to_be_hidden()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_script_controls_are_absent_without_javascript(page: Page):
    page.goto("/register")
    expect(page.get_by_role("button")).to_have_text(["Create account"])
    expect(page.get_by_role("status")).to_have_count(0)


def test_form_works_without_its_script(page: Page, person: Person):
    # It comes empty: one that does not come at all is a complaint of the browser's.
    page.route("**/register/form.js*", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto("/register")
    person.fill_in(page)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/register/complete"))
