"""The operator's console: its acts, and its protection from other pages."""

import json
import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Locator, Page, expect

from accessibility import assert_accessible, assert_nothing_scrolls_sideways
from console import BINARY, OPERATOR, Console
from local import Local
from pages import APPROVAL
from people import Person, Serve, register_as_a_program


# Not `site`, which the URL of all other pages follows from.
@pytest.fixture(scope="session")
def approval(serve: Serve) -> Local:
    return serve(**APPROVAL)


@pytest.fixture
def console(approval: Local, tmp_path) -> Iterator[Console]:
    with Console(approval, tmp_path / "log") as console:
        yield console


def find(approval: Local, user: str) -> dict:
    """The only user of this name or address, as the command shows it."""
    shown = subprocess.check_output([BINARY, "--local", approval.url, "--json", "users", "show", user])
    return json.loads(shown)[0]


def search(page: Page, text: str) -> None:
    page.get_by_label("Id, address or name of the user").fill(text)
    page.get_by_role("button", name="Search", exact=True).click()


def assert_done(page: Page, sentence: str) -> None:
    """Requires a status message, which has the focus, so that screen readers read it."""
    status = page.get_by_role("status").filter(has_text=sentence)
    expect(status).to_be_visible()
    expect(status).to_be_focused()
    assert_accessible(page, sentence)


def test_operator_searches_approves_invites_and_erases(page: Page, approval: Local, console: Console, person: Person):
    person.register(page, approval)
    person.activate(page, approval)
    page.goto(console.link)
    expect(page).to_have_url(console.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    assert_accessible(page, "search")

    search(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text(person.username)
    expect(page.get_by_role("definition").filter(has_text="awaiting_approval")).to_be_visible()
    assert_accessible(page, "user")

    page.get_by_role("link", name="Approvals").click()
    expect(page.get_by_role("link", name="Approvals")).to_have_attribute("aria-current", "page")
    page.get_by_role("row").filter(has_text=person.email).get_by_role(
        "button", name=f"Approve {person.username}"
    ).click()
    assert_done(page, f"{person.username} is now active.")
    assert approval.mail_to(person.email, number=2)["subject"], "the user is notified"

    page.get_by_role("link", name="Search").click()
    search(page, person.username)
    page.get_by_role("button", name="Disable").click()
    assert_done(page, f"{person.username} is now disabled.")
    expect(page.get_by_role("table", name="Acts of operators")).to_contain_text(OPERATOR)
    page.reload()
    expect(page.get_by_role("status")).to_have_count(0)

    page.get_by_role("link", name="Invitations").click()
    page.get_by_label("Address (optional)").fill(f"invited-{person.email}")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The invitation is created")
    assert_accessible(page, "created")
    link = page.get_by_text(re.compile(r"^http://\S+/register\?invitation=[a-z2-7]{32}$")).inner_text()
    assert link in approval.mail_to(f"invited-{person.email}")["text"]
    page.reload()
    expect(page.get_by_text(link)).to_have_count(0)

    page.goto(f"{console.url}/users/{find(approval, person.username)['id']}")
    page.get_by_role("link", name="Erase permanently").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Erase {person.username}")
    assert_accessible(page, "confirmation")
    page.get_by_role("button", name="Erase permanently").click()
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.get_by_role("checkbox", name="I know that this cannot be undone.").check()
    page.get_by_role("button", name="Erase permanently").click()
    assert_done(page, "is erased.")
    search(page, person.username)
    expect(page.get_by_role("status")).to_have_text(re.compile("No user was found"))


def test_registration_ends_after_confirmation(page: Page, approval: Local, console: Console, person: Person):
    person.register(page, approval)
    page.goto(console.link)
    search(page, person.username)
    page.get_by_role("link", name="End the registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"End the registration of {person.username}")
    page.get_by_role("button", name="End the registration").click()
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.get_by_role("checkbox", name="I know that this cannot be undone.").check()
    page.get_by_role("button", name="End the registration").click()
    assert_done(page, f"The registration of {person.username} is ended.")


def test_keyboard_finds_and_disables_user(page: Page, approval: Local, console: Console, person: Person):
    person.register(page, approval)
    person.activate(page, approval)
    page.goto(console.link)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Id, address or name of the user"))
    page.keyboard.type(person.username)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(person.username)
    tab_to(page, page.get_by_role("button", name="Approve"))
    page.keyboard.press("Enter")
    assert_done(page, f"{person.username} is now active.")
    tab_to(page, page.get_by_role("button", name="Disable"))
    page.keyboard.press("Space")
    assert_done(page, f"{person.username} is now disabled.")


def tab_to(page: Page, element: Locator) -> None:
    """Presses Tab until the element has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{element} is not reached")


PAGES = {
    "search": "",
    "search without results": "?user=nobody",
    "search with several results": "?user=shared-{email}",
    "search with an error": "?user=%E2%80%AE",
    "identity with an error": "?issuer=https://login.example",
    "user": "/users/{id}",
    "end of the registration": "/users/{id}/expire",
    "erasure": "/users/{id}/erase",
    "users": "/users",
    "no users": "/users?status=rejected&backend=none",
    "users with errors": "/users?type=a/b&older_than=often",
    "approvals": "/approvals",
    "invitations": "/invitations",
    "list of invitations": "/invitations/list",
    "code that was shown": "/invitations/created",
    "mailbox": "/mailbox?address={email}",
    "mailbox without emails": "/mailbox?address=nobody@example.com",
    "mailbox with an error": "/mailbox?address=a",
    "limits": "/limits",
    "bounces": "/bounces",
    "statistics": "/statistics",
    "statistics of days": "/statistics?days=3",
    "statistics with an error": "/statistics?days=0",
    "no page": "/nothing",
}


def test_pages_are_accessible_and_never_scroll_sideways(page: Page, approval: Local, console: Console, person: Person):
    person.register(page, approval)
    person.activate(page, approval)
    for number in (1, 2):
        shared = Person(f"{person.username}-{number}", f"shared-{person.email}", person.password)
        register_as_a_program(page, approval, shared)
    approval.mail_to(f"shared-{person.email}", number=2)
    subprocess.check_call([BINARY, "--local", approval.url, "invite", "create"], stdout=subprocess.DEVNULL)
    user = find(approval, person.username)
    page.goto(console.link)
    for name, path in PAGES.items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(console.url + path.format(id=user["id"], email=person.email))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_accessible(page, name)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 640})
            assert_nothing_scrolls_sideways(page)
        page.emulate_media(color_scheme="dark")
        assert_accessible(page, f"{name}, dark, on a phone")
        # The space between lines, letters and words that some people need (WCAG 2.2, 1.4.12).
        page.evaluate(
            """() => Object.assign(document.body.style,
                { lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em" })"""
        )
        assert_nothing_scrolls_sideways(page)
    assert page.get_by_role("heading", level=1).inner_text() == "There is no such page"


def test_error_has_focus_and_describes_field(page: Page, console: Console):
    page.goto(console.link)
    page.get_by_role("link", name="Invitations").click()
    page.get_by_label("Period").fill("soon")
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Period")).to_have_value("soon")
    expect(page.get_by_label("Period")).to_have_accessible_description(re.compile("must be a time between"))
    assert_accessible(page, "errors")


def test_browser_without_link_is_not_let_in(page: Page, console: Console):
    page.goto(console.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not let in")
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert_accessible(page, "not let in")


@pytest.fixture
def other_server() -> Iterator[tuple[str, list[str | None], list[str]]]:
    """Another user's server at another port: its URL, the cookies that it gets, and the page that it sends."""
    cookies: list[str | None] = []
    pages: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            cookies.append(self.headers["cookie"])
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1].encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", cookies, pages
    server.shutdown()


def test_server_at_another_port_cannot_act(page: Page, approval: Local, console: Console, person: Person, other_server):
    person.register(page, approval)
    person.activate(page, approval)
    page.goto(console.link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    url, cookies, pages = other_server
    # Even with the random path, which no other page can read.
    action = f"{console.url}/users/{find(approval, person.username)['id']}/approve"
    pages.append(
        f"<!doctype html><html lang=en><title>x</title><link rel=icon href='data:,'>"
        f"<form method=post action='{action}'><button>Win</button></form>"
    )
    origin = console.url.rsplit("/", 1)[0]
    page.context.add_cookies([{"name": "probe", "value": "x", "url": f"{origin}/", "sameSite": "Strict"}])
    page.goto(f"{url}/anything")
    page.reload()
    assert "probe=x" in cookies[-1], "a cookie of the path / is sent to all ports"
    assert "console" not in cookies[-1]
    page.get_by_role("button", name="Win").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests of other sites are rejected")
    assert find(approval, person.username)["status"] == "awaiting_approval"
    # The operator's own page still works.
    page.goto(console.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
