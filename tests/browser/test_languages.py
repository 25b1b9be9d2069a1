"""The pages in the language of their reader."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from accessibility import assert_accessible, assert_nothing_scrolls_sideways
from local import Local
from pages import PAGES
from people import Person, Serve, press_the_button

HEADINGS = {
    "en": "Create your account",
    "es": "Cree su cuenta",
    "de": "Konto erstellen",
    "fr": "Créez votre compte",
    "ja": "アカウントの作成",
    "ar": "أنشئ حسابك",
}
# Words differ in length: the pages that have the most.
WORDY = [
    "form with terms and errors",
    "registered",
    "requested again",
    "code with an error",
    "correction with an error",
    "confirm",
    "starting over",
    "expired",
    "resend with an error",
    "resent",
]


@pytest.mark.parametrize(
    "language", [pytest.param(tag, marks=pytest.mark.browser_context_args(locale=tag)) for tag in HEADINGS]
)
def test_pages_and_mail_follow_browser_language(page: Page, site: Local, person: Person, language: str):
    page.goto("/register")
    expect_in(page, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[language])
    press_the_button(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect_in(page, language)
    person.fill_in(page)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/register/complete"))
    expect_in(page, language)
    assert f'lang="{language}"' in site.mail_to(person.email)["html"]
    page.goto(site.link_to(person.email))
    expect_in(page, language)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/activate/complete"))
    expect_in(page, language)


def test_mailed_link_keeps_language(page: Page, site: Local, person: Person):
    page.goto("/register?lang=ar")
    person.fill_in(page)
    press_the_button(page)
    expect(page).to_have_url(re.compile(r"/register/complete\?lang=ar$"))
    page.goto(site.link_to(person.email))
    expect_in(page, "ar")


def test_chosen_language_is_kept(page: Page):
    page.goto("/register")
    page.get_by_role("link", name="Deutsch").click()
    expect_in(page, "de")
    expect(page.get_by_role("link", name="Deutsch")).to_have_attribute("aria-current", "true")
    page.goto(urljoin(page.url, "/register/complete?lang=de"))
    page.get_by_role("main").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/activate/resend"))
    expect_in(page, "de")


def test_languages_fit_one_line_on_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    for language in HEADINGS:
        page.goto(f"/register?lang={language}")
        links = page.get_by_role("navigation").get_by_role("link").all()
        assert len(links) == len(HEADINGS)
        assert len({round(link.bounding_box()["y"]) for link in links}) == 1, language


def test_arabic_pages_are_right_aligned(page: Page):
    page.goto("/register?lang=ar")
    press_the_button(page)
    expect(page.get_by_role("alert")).to_be_focused()
    for name in ("username", "email", "password"):
        field = page.locator(f"#{name}").bounding_box()
        for text in page.locator(f"label[for={name}], #{name}-help, #{name}-error-1").all():
            assert abs(right_of_text(text) - (field["x"] + field["width"])) < 2, text.inner_text()
    # Addresses and passwords are written from left to right all the same, and begin at the right while they are empty.
    for name in ("email", "password", "password_confirm"):
        assert page.locator(f"#{name}").evaluate("field => getComputedStyle(field).direction") == "ltr"
    # A name is written as its letters are.
    for typed, direction in (("ann", "ltr"), ("آن", "rtl")):
        page.locator("#username").fill(typed)
        assert page.locator("#username").evaluate("field => getComputedStyle(field).direction") == direction


def test_latin_name_is_isolated_in_arabic_text(page: Page, site: Local, person: Person):
    person.register(page, site)
    page.goto(site.link_to(person.email).replace("lang=en", "lang=ar"))
    expect_in(page, "ar")
    for text in (person.username, person.email):
        isolated = page.locator("main bdi").filter(has_text=text).first
        expect(isolated).to_have_text(text)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("local", "closed: "))])
def test_every_page_is_accessible_in_arabic(page: Page, person: Person, serve: Serve, name: str):
    show_on_a_phone(page, person, serve, name, "ar")
    assert_nothing_scrolls_sideways(page)
    assert_accessible(page, "in Arabic")


@pytest.mark.parametrize("name", WORDY)
@pytest.mark.parametrize("language", ["es", "de", "fr", "ja"])
def test_page_fits_phone(page: Page, person: Person, serve: Serve, language: str, name: str):
    show_on_a_phone(page, person, serve, name, language)
    assert_nothing_scrolls_sideways(page)


def show_on_a_phone(page: Page, person: Person, serve: Serve, name: str, language: str) -> None:
    page.set_extra_http_headers({"accept-language": language})
    page.set_viewport_size({"width": 320, "height": 640})
    _, visit = PAGES[name]
    visit(page, person, serve)
    expect_in(page, language)


def expect_in(page: Page, language: str) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def right_of_text(element: Locator) -> float:
    """Returns the start of a text, with the space for the sign before an error."""
    return element.evaluate(
        """element => { const range = document.createRange(); range.selectNodeContents(element);
            const space = parseFloat(getComputedStyle(element).paddingRight);
            return range.getBoundingClientRect().right + space; }"""
    )
