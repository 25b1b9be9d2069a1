"""The registration form for keyboards, screen readers and password managers."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from local import Local
from people import Person, press_the_button

FIELDS = ["username", "email", "password", "password_confirm"]


def focused(page: Page) -> str:
    """Returns the id of the element with the focus, or else its text."""
    return page.evaluate("document.activeElement.id || document.activeElement.innerText")


def test_tab_key_visits_fields_in_order(page: Page):
    page.goto("/register")
    visited = []
    for _ in range(7):
        page.keyboard.press("Tab")
        visited.append(focused(page))
    assert visited == [*FIELDS[:3], "Show password", FIELDS[3], "Create account", "English"]


def test_honeypot_is_hidden_from_people(page: Page):
    page.goto("/register")
    found = [field.get_attribute("name") for field in page.get_by_role("textbox").all()]
    assert found == FIELDS
    # All other fields are for programs: no eye, key or screen reader comes to them.
    others = page.locator("main form :is(input, select, textarea):not([type=hidden])").evaluate_all(TO_FILL_IN)
    bait = [other for other in others if other["name"] not in FIELDS]
    assert bait
    for other in bait:
        assert (other["tabindex"], other["hidden"], other["seen"]) == (-1, True, False), other


TO_FILL_IN = """elements => elements.map(element => {
    element.scrollIntoView();
    const { left, top, width, height } = element.getBoundingClientRect();
    return {
        name: element.name,
        tabindex: element.tabIndex,
        hidden: element.closest("[aria-hidden=true]") !== null,
        seen: document.elementsFromPoint(left + width / 2, top + height / 2).includes(element),
    };
})"""


def test_keyboard_is_enough_to_register(page: Page, site: Local, person: Person):
    page.goto("/register")
    for text in (person.username, person.email, person.password):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/register/complete")
    page.goto(site.link_to(person.email))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/activate/complete"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_visible(page: Page, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.goto("/register")
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
                return { line: style.outlineStyle, width: parseFloat(style.outlineWidth), color: style.outlineColor,
                    around: getComputedStyle(document.querySelector("main")).backgroundColor }; }"""
        )
        assert outline["line"] == "solid", outline
        assert outline["width"] >= 2, outline
        assert contrast(outline["color"], outline["around"]) >= 3, outline


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_are_visible(page: Page, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.goto("/register")
    press_the_button(page)
    edges = page.locator("input:not([type=hidden])").evaluate_all(
        """fields => fields.map(field => [getComputedStyle(field).borderTopColor,
            getComputedStyle(document.querySelector("main")).backgroundColor])"""
    )
    for edge in edges:
        assert contrast(*edge) >= 3, edge


def test_error_summary_has_focus_and_links_to_fields(page: Page):
    page.goto("/register")
    press_the_button(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    links = summary.get_by_role("link")
    expect(links).to_have_count(3)
    for link, name in zip(links.all(), FIELDS, strict=False):
        link.click()
        expect(page.locator(f"#{name}")).to_be_focused()


def test_keyboard_moves_from_summary_to_fields(page: Page):
    page.goto("/register")
    press_the_button(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#username")).to_be_focused()


def test_fields_have_accessible_descriptions_and_errors(page: Page, person: Person):
    page.goto("/register")
    password = page.get_by_label("Password", exact=True)
    expect(password).to_have_accessible_description(re.compile("^Use at least 15 characters"))
    page.get_by_label("Username").fill(person.username)
    password.fill("short")
    press_the_button(page)
    expect(page.get_by_label("Username")).not_to_have_attribute("aria-invalid", "true")
    for name in ("email", "password"):
        field = page.locator(f"#{name}")
        expect(field).to_have_attribute("aria-invalid", "true")
        error = page.get_by_role("alert").locator(f"[href='#{name}']").inner_text()
        expect(field).to_have_accessible_description(re.compile(re.escape(error)))


def test_input_is_kept_except_passwords(page: Page, person: Person):
    page.goto("/register")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Email address").fill("nobody.example.com")
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_label("Confirm password").fill(person.password)
    press_the_button(page)
    expect(page.get_by_label("Username")).to_have_value(person.username)
    expect(page.get_by_label("Email address")).to_have_value("nobody.example.com")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    expect(page.get_by_label("Confirm password")).to_have_value("")


def test_fields_have_autocomplete_attributes(page: Page):
    page.goto("/register")
    # WCAG 2.2, 1.3.5; the tokens are those of HTML's autofill.
    assert attributes(page.get_by_label("Username"), "type", "autocomplete", "autocapitalize") == [
        "text",
        "username",
        "none",
    ]
    assert attributes(page.get_by_label("Email address"), "type", "autocomplete") == ["email", "email"]
    for label in ("Password", "Confirm password"):
        field = page.get_by_label(label, exact=True)
        assert attributes(field, "type", "autocomplete") == ["password", "new-password"]


@pytest.mark.parametrize("path", ["/register", "/activate/resend"])
def test_keyboards_correct_no_name_address_or_password(page: Page, path: str):
    page.goto(path)
    fields = page.locator("main form input:not([type=hidden]):not([tabindex='-1'])")
    assert fields.count() == (4 if path == "/register" else 1)
    for field in fields.all():
        assert attributes(field, "autocapitalize", "autocorrect", "spellcheck") == ["none", "off", "false"]
    hints = [field.get_attribute("enterkeyhint") for field in fields.all()]
    assert hints == ([None, None, None, "go"] if path == "/register" else ["send"])


def test_keyboards_correct_no_address_of_a_correction(page: Page, site: Local, person: Person):
    person.register(page, site)
    names = ("autocapitalize", "autocorrect", "spellcheck", "enterkeyhint")
    assert attributes(page.locator("#email"), *names) == ["none", "off", "false", "send"]


def test_password_can_be_pasted(page: Page, person: Person, site: Local):
    page.goto("/register")
    page.get_by_label("Username").fill(person.password)
    page.get_by_label("Username").press("Control+a")
    page.get_by_label("Username").press("Control+x")
    for label in ("Password", "Confirm password"):
        page.get_by_label(label, exact=True).press("Control+v")
        expect(page.get_by_label(label, exact=True)).to_have_value(person.password)


def test_forced_colors_keep_edges_visible(page: Page):
    page.emulate_media(forced_colors="active")
    page.goto("/register")
    for element in (page.get_by_label("Username"), page.get_by_role("button", name="Create account")):
        edge = element.evaluate("element => [getComputedStyle(element).borderTopStyle, element.clientTop > 0]")
        assert edge == ["solid", True], element


def test_reduced_motion_disables_animations(page: Page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/register")
    press_the_button(page)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].map(getComputedStyle)
            .filter(style => parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01)
            .length"""
    )
    assert moving == 0


def attributes(field: Locator, *names: str) -> list[str]:
    return [field.get_attribute(name) for name in names]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(color: str) -> float:
        channels = [int(channel) / 255 for channel in re.findall(r"\d+", color)[:3]]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)
