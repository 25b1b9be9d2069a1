"""The accessibility rules of all pages."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# All rules that axe has on by default (WCAG 2.2 A and AA, best practices), and the one of level AA that it has not.
RULES = {"target-size": {"enabled": True}}
AXE = Axe()


def assert_accessible(page: Page, circumstances: str, *without: str) -> None:
    """Requires that axe finds nothing on the page, and no undecided colours. `without` names omitted rules."""
    # A click does not wait for the styles of the next page, and without them every link is too small.
    page.wait_for_load_state()
    rules = RULES | {rule: {"enabled": False} for rule in without}
    results = AXE.run(page, options={"rules": rules}).response
    assert results["passes"], "axe looked at nothing"
    unsure = [found for found in results["incomplete"] if found["id"] == "color-contrast"]
    found = [
        {"rule": rule["id"], "help": rule["help"], "nodes": [node["html"] for node in rule["nodes"]]}
        for rule in results["violations"] + unsure
    ]
    assert not found, f"{page.url} {circumstances}: {json.dumps(found, indent=2)}"


def assert_nothing_scrolls_sideways(page: Page) -> None:
    """Requires that the page fits the window without horizontal scrolling (WCAG 2.2, 1.4.10)."""
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("body, body *")]
            .filter(element => {
                const { left, right } = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                // A text field scrolls its own value, such as a fixed address.
                const scrolls = element.localName !== "input"
                    && (style.overflowX !== "visible" || element.localName === "html");
                // Texts for screen readers alone are clipped away.
                return style.clipPath === "none" && (left < -0.5 || right > document.documentElement.clientWidth + 0.5
                    || (scrolls && element.scrollWidth > element.clientWidth + 1));
            })
            .map(element => element.cloneNode().outerHTML)"""
    )
    assert not wide, f"{page.url} is too wide at {page.viewport_size['width']} px: {wide}"
