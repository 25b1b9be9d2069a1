/** Attributes and texts that change, and an element that moves, while somebody signs up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page, Route } from "playwright-core";
import { activate, enterCode, fillIn, focused, recordEvents, register } from "./support/actions.ts";
import { visit } from "./support/browser.ts";
import { eventually } from "./support/local.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const FORMS = {
  REGISTRATION_FORMS: "standard,business,club,guild",
  REGISTRATION_FORMS_DIR: fileURLToPath(new URL("forms", import.meta.url)),
};
const stage = Stage.forFile(FORMS);

type Component = HTMLElementTagNameMap["sign-up-form"];

function component(page: Page) {
  return page.locator("sign-up-form");
}

function change(page: Page, name: string, value: string): Promise<void> {
  return component(page).evaluate((element, [name, value]) => element.setAttribute(name, value), [
    name,
    value,
  ] as const);
}

function setTexts(page: Page, texts: Component["messages"]): Promise<void> {
  return component(page).evaluate((element: Component, texts) => {
    element.messages = texts;
  }, texts);
}

function move(page: Page): Promise<void> {
  return component(page).evaluate((element) => {
    document.body.append(document.createElement("div"));
    document.body.lastElementChild?.append(element);
  });
}

/** Holds the answers of the service to one kind of request, and returns the function that lets them go. */
async function hold(page: Page, path: string, method = "POST"): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**${path}*`, async (route) => {
    if (route.request().method() !== method) return route.continue();
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  return release;
}

function unavailable(route: Route): Promise<void> {
  const headers = { "access-control-allow-origin": "*", "retry-after": "60" };
  return route.fulfill({ status: 503, headers, body: "" });
}

test("changed language keeps what was entered", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.locator("#plan").selectOption("Team");
    await page.locator("#floor").selectOption("2");
    await page.locator("#news").check();
    await page.locator("#about").fill("Otters");
    await page.locator("#email").fill("ann@example.com");
    await change(page, "lang", "de");
    await page.getByRole("button", { name: "Konto erstellen" }).waitFor();
    assert.deepEqual(await entries(page), {
      email: "ann@example.com",
      plan: '"Team"',
      floor: "2",
      about: "Otters",
      news: "ticked",
    });
    assert.equal(await focused(page), "email");
  }));

test("changed type keeps the fields of both", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.locator("#company").fill("Otters Ltd");
    await page.locator("#email").fill("ann@example.com");
    await page.locator("#password").fill("seven otters juggle plums");
    await change(page, "type", "club");
    await page.locator("#rules").waitFor();
    assert.deepEqual(await entries(page), { email: "ann@example.com", password: "seven otters juggle plums" });
  }));

test("newer version of a document is not ticked", () =>
  visit(stage.browser, stage.form('type="club"'), async (page) => {
    await page.locator("#rules").check();
    await change(page, "lang", "de");
    await page.getByRole("button", { name: "Konto erstellen" }).waitFor();
    assert.deepEqual(await entries(page), { rules: "ticked" });
    await page.route("**/register*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"x-version":"3"', '"x-version":"4"') });
    });
    await change(page, "lang", "en");
    await page.getByRole("button", { name: "Create account" }).waitFor();
    assert.deepEqual(await entries(page), {});
  }));

test("other texts keep entries and send no request", () =>
  visit(stage.browser, stage.form("", { content: "" }), async (page) => {
    const ann = person();
    await fillIn(page, ann);
    let requests = 0;
    page.on("request", () => requests++);
    const replaceTexts = (submit: string) => setTexts(page, { submit, checkEmail: `${submit}!` });
    await replaceTexts("Join");
    await page.getByRole("button", { name: "Join" }).waitFor();
    assert.equal(requests, 0);
    assert.equal(await focused(page), "password_confirm");
    const button = await page.getByRole("button", { name: "Join" }).elementHandle();
    await replaceTexts("Join");
    assert.ok(await button?.evaluate((element) => element.isConnected), "equal texts draw nothing");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("heading", { name: "Join!" }).waitFor();
    await page.locator("#code").fill("123");
    await replaceTexts("Enter");
    await page.getByRole("heading", { name: "Enter!" }).waitFor();
    assert.deepEqual(await entries(page), { code: "123" });
    await activate(page, stage.local, ann);
  }));

test("other type keeps no tick or missing choice", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.locator("#terms").check();
    await page.locator("#plan").selectOption("Team");
    await change(page, "type", "guild");
    await page.locator("#rules").waitFor();
    assert.deepEqual(await entries(page), {});
    assert.equal(await page.locator("#plan").evaluate((select: HTMLSelectElement) => select.selectedIndex), 0);
    await page.locator("#rules").check();
    await change(page, "type", "club");
    await page.getByRole("heading", { name: "Join the club" }).waitFor();
    assert.deepEqual(await entries(page), {});
  }));

test("type and back keeps the fields of one", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.locator("#company").fill("Otters Ltd");
    await change(page, "type", "club");
    await page.getByRole("heading", { name: "Join the club" }).waitFor();
    await change(page, "type", "business");
    await page.locator("#company").waitFor();
    assert.deepEqual(await entries(page), { company: "Otters Ltd" });
  }));

test("other service gets nothing that was entered", async () => {
  const other = await stage.service(FORMS);
  const both = stage.site.page(`<sign-up-form src="${stage.local.url}"></sign-up-form>`, {
    service: `${stage.local.url} ${other.url}`,
  });
  await visit(stage.browser, both, async (page) => {
    await fillIn(page, person());
    await change(page, "src", other.url);
    await eventually(async () => (Object.keys(await entries(page)).length === 0 ? true : undefined), "entries stay");
    await register(page);
  });
});

test("removed element forgets what was entered", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await fillIn(page, person());
    const element = await component(page).elementHandle();
    await element?.evaluate((element) => element.remove());
    await page.evaluate((element) => document.body.append(element as Node), element);
    await page.locator("#email").waitFor();
    assert.deepEqual(await entries(page), {});
  }));

for (const [name, act] of Object.entries({
  "changed language": (page: Page) => change(page, "lang", "de"),
  "changed type": (page: Page) => change(page, "type", "business"),
  "other texts": (page: Page) => setTexts(page, { activate: "Go" }),
  move,
})) {
  test(`${name} waits for a registration`, () =>
    visit(stage.browser, stage.form('storage="none"'), async (page) => {
      const events = await recordEvents(page);
      const ann = person();
      await fillIn(page, ann);
      const release = await hold(page, "/register");
      await page.locator("[type=submit]").click();
      await page.locator("form[aria-busy]").waitFor();
      await act(page);
      release();
      await page.locator("#code").waitFor();
      assert.deepEqual(
        (await events()).map(([name]) => name),
        ["registered"],
      );
      await activate(page, stage.local, ann);
    }));

  test(`${name} keeps an activation and its result`, () =>
    visit(stage.browser, stage.form('storage="none"'), async (page) => {
      const events = await recordEvents(page);
      const ann = await register(page);
      const release = await hold(page, "/activate/code");
      await enterCode(page, await stage.local.codeTo(ann.email));
      await page.locator("form[aria-busy]").waitFor();
      await act(page);
      release();
      await page.locator("slot[name=active]").waitFor({ state: "attached" });
      await act(page);
      await page.locator("slot[name=active]").waitFor({ state: "attached" });
      assert.deepEqual(
        (await events()).map(([name]) => name),
        ["registered", "activated"],
      );
    }));

  test(`${name} keeps the step with the code`, () =>
    visit(stage.browser, stage.form('storage="none"'), async (page) => {
      const ann = await register(page);
      await act(page);
      await page.locator("#code").fill("123");
      await act(page);
      await activate(page, stage.local, ann);
    }));
}

test("translated code step keeps entries and focus", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await register(page);
    await page.locator("#email").fill("new@example.com");
    await page.locator("#code").fill("123");
    await change(page, "lang", "de");
    await page.getByRole("heading", { name: "Prüfen Sie Ihr Postfach" }).waitFor();
    assert.deepEqual(await entries(page), { code: "123", email: "new@example.com" });
    assert.equal(await focused(page), "code");
  }));

test("form stays if its language cannot be loaded", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = person();
    await fillIn(page, ann);
    await page.route("**/register*", unavailable);
    const answer = page.waitForResponse("**/register*");
    await change(page, "lang", "de");
    await answer;
    await page.unroute("**/register*");
    await page.locator("[type=submit]").click();
    await page.locator("#code").waitFor();
    await activate(page, stage.local, ann);
  }));

test("form can be sent while another language loads", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = person();
    await fillIn(page, ann);
    const release = await hold(page, "/register", "GET");
    await change(page, "lang", "de");
    await page.locator("[type=submit]").click();
    await page.locator("#code").waitFor();
    release();
    await activate(page, stage.local, ann);
  }));

test("entries outlast a type that cannot be loaded", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.locator("#email").fill("ann@example.com");
    await change(page, "type", "nonsense");
    await page.getByRole("heading", { name: "Form not found" }).waitFor();
    await change(page, "type", "club");
    await page.locator("#rules").waitFor();
    assert.deepEqual(await entries(page), { email: "ann@example.com" });
  }));

test("registration is remembered while its state is unknown", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = await register(page);
    await page.route("**/register/complete*", unavailable);
    await page.reload();
    await activate(page, stage.local, ann);
  }));

test("bad link does not come back", () =>
  visit(stage.browser, stage.form(`activation="${"a".repeat(32)}"`), async (page) => {
    await page.getByRole("button").click();
    await page.locator("#email").waitFor();
    assert.equal(await focused(page), "Create your account", "the focus is not lost with the button");
    await page.locator("#email").fill("ann@example.com");
    await change(page, "lang", "de");
    await page.getByRole("button", { name: "Konto erstellen" }).waitFor();
    assert.deepEqual(await entries(page), { email: "ann@example.com" });
  }));

test("late answer to a resend restores no registration", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = await register(page);
    const release = await hold(page, "/activate/resend");
    const answer = page.waitForResponse("**/activate/resend*");
    await page.getByRole("button", { name: "Send the email again" }).click();
    await activate(page, stage.local, ann);
    release();
    await answer;
    await page.reload();
    await page.locator("#username").waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  }));

test("missing texts are the component's own", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.locator("#email").waitFor();
    await component(page).evaluate((element: Component) => {
      Object.assign(element, { messages: { submit: undefined, sentLinkOrCode: null } });
    });
    await page.getByRole("button", { name: "Create account" }).waitFor();
    await register(page);
  }));

test("texts set at a problem keep its errors", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.evaluate(() =>
      document.addEventListener("problem", () => {
        Object.assign(document.querySelector("sign-up-form") ?? {}, { messages: { submit: "Retry" } });
      }),
    );
    await page.locator("[type=submit]").click();
    await page.getByRole("button", { name: "Retry" }).waitFor();
    assert.equal(await page.locator("[role=alert]").count(), 1);
    assert.equal(await page.locator("[aria-invalid]").count(), 3);
    await page.locator("[role=alert] a").first().click();
    assert.equal(await focused(page), "username");
  }));

test("changed object of texts is noticed", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.locator("#email").waitFor();
    await component(page).evaluate((element: Component) => {
      const texts = { submit: "One" };
      element.messages = texts;
      texts.submit = "Two";
      element.messages = texts;
    });
    await page.getByRole("button", { name: "Two" }).waitFor();
  }));

test("caret stays with other texts", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.locator("#username").fill("abcdef");
    await page.locator("#username").evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 3));
    await setTexts(page, { submit: "Join" });
    await page.getByRole("button", { name: "Join" }).waitFor();
    await page.keyboard.press("x");
    assert.equal(await page.locator("#username").inputValue(), "abxdef");
    await page.locator("[type=submit]").focus();
    await setTexts(page, { submit: "Enter" });
    await page.getByRole("button", { name: "Enter" }).waitFor();
    assert.equal(await focused(page), "form-submit");
  }));

/** Returns the controls that are not empty, with their values. */
function entries(page: Page): Promise<Record<string, string>> {
  return page
    .locator("input, select, textarea")
    .evaluateAll((controls) =>
      Object.fromEntries(
        (controls as HTMLInputElement[])
          .map(({ id, type, checked, value }) => [id, type === "checkbox" ? (checked ? "ticked" : "") : value])
          .filter(([, value]) => value !== ""),
      ),
    );
}
