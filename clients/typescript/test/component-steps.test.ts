/** The steps of the component in Chromium, on a page of another site than the service. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { activate, enterCode, fillIn, focused, recordEvents, register } from "./support/actions.ts";
import { assertAccessible, visit } from "./support/browser.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const stage = Stage.forFile();

test("visitor registers and activates by code", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const events = await recordEvents(page);
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
    const ann = await register(page);
    await page.getByText(`We’ve emailed a code and a link to ${ann.email}.`).waitFor();
    assert.equal(await focused(page), "Check your email");
    await page.getByLabel("Code from the email").fill(await stage.local.codeTo(ann.email));
    await page.getByRole("button", { name: "Activate account" }).click();
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
    const [registered, activated] = Object.values(Object.fromEntries(await events())) as Record<string, unknown>[];
    assert.match(String(registered?.registration), /^[0-9A-Z]{26}\.[a-z2-7]{32}$/);
    assert.equal(registered?.email, ann.email);
    assert.deepEqual(Object.keys(activated ?? {}), ["status", "user", "next"]);
  }));

test("faults are summarised and described", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const events = await recordEvents(page);
    await fillIn(page, { username: "", email: "ann", password: "short" });
    await page.getByRole("button", { name: "Create account" }).click();
    const alert = page.getByRole("alert", { name: "There is a problem" });
    await alert.waitFor();
    assert.equal(await alert.evaluate((box) => (box.getRootNode() as ShadowRoot).activeElement === box), true);
    await assertAccessible(page);
    const email = page.getByLabel("Email address");
    assert.equal(await email.getAttribute("aria-invalid"), "true");
    const described = await email.getAttribute("aria-describedby");
    assert.equal(described, "email-help email-errors");
    assert.match((await page.locator("#email-errors").textContent()) ?? "", /This is not an email address/);
    await alert.getByRole("link", { name: "Enter a username." }).click();
    assert.equal(await focused(page), "username");
    assert.equal((await events())[0]?.[1].code, "validation_failed");

    // The corrected form keeps what was typed.
    await register(page, { ...person(), password: "seven otters juggle plums" });
  }));

test("wrong code can be corrected", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = await register(page);
    const code = await stage.local.codeTo(ann.email);
    await enterCode(page, code === "000000" ? "000001" : "000000");
    await page.getByText("You can try 4 more times.").waitFor();
    assert.equal(await focused(page), "code");
    await assertAccessible(page);
    await enterCode(page, code);
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  }));

test("email is sent again", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await register(page);
    await page.getByRole("button", { name: "Send the email again" }).click();
    await page.getByRole("status").getByText("You asked for the email again.").waitFor();
  }));

test("wrong address is corrected", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = person();
    await register(page, { ...ann, email: `wrong-${ann.email}` });
    const section = page.getByRole("region", { name: "Wrong address?" });
    await section.getByLabel("Email address").fill("ann");
    await section.getByRole("button", { name: "Change the address" }).click();
    await section.getByText("This is not an email address.").waitFor();
    await section.getByLabel("Email address").fill(ann.email);
    await section.getByRole("button", { name: "Change the address" }).click();
    await page.getByText(`We’ve emailed a code and a link to ${ann.email}.`).waitFor();
    assert.equal(await focused(page), "Check your email");
    await activate(page, stage.local, ann);
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  }));

test("reload keeps the step", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = await register(page);
    await page.reload();
    await page.getByText(`We’ve emailed a code and a link to ${ann.email}.`).waitFor();
    await activate(page, stage.local, ann);
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.reload();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
  }));

test("second press of the button is ignored", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = person();
    const posts: string[] = [];
    page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
    await fillIn(page, ann);
    await page.getByRole("button", { name: "Create account" }).dblclick();
    await page.locator("#code").waitFor();
    assert.equal(posts.length, 1);
  }));

test("storage none keeps nothing", () =>
  visit(stage.browser, stage.form('storage="none"'), async (page) => {
    await register(page);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.reload();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
  }));

test("keyboard alone suffices", () =>
  visit(stage.browser, stage.form(), async (page) => {
    const ann = person();
    await page.locator("#username").waitFor();
    const tabTo = async (id: string) => {
      for (let presses = 0; (await focused(page)) !== id; presses++) {
        assert.ok(presses < 10, `${id} is not reached`);
        await page.keyboard.press("Tab");
      }
    };
    await tabTo("username");
    await page.keyboard.type(ann.username);
    await tabTo("email");
    await page.keyboard.type(ann.email);
    await tabTo("password");
    await page.keyboard.type(ann.password);
    await tabTo("Show password");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#password").getAttribute("type"), "text");
    await tabTo("password_confirm");
    await page.keyboard.type(`${ann.password}!`);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "password_confirm");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(ann.password);
    await page.keyboard.press("Enter");
    await page.locator("#code").waitFor();
    await tabTo("code");
    await page.keyboard.type(await stage.local.codeTo(ann.email));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  }));

test("link activates in the browser that registered", () =>
  visit(stage.browser, stage.form(), async (page, context) => {
    const ann = await register(page);
    const other = await context.newPage();
    await other.goto(stage.form(`activation="${await stage.local.linkTo(ann.email)}"`));
    await other.getByRole("heading", { name: "Activate your account" }).waitFor();
    await assertAccessible(other);
    await other.getByRole("button", { name: "Activate account" }).click();
    await other.getByRole("heading", { name: "Your account is active" }).waitFor();

    // The first page finds out with the code.
    await enterCode(page, "123456");
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  }));

test("link elsewhere starts over", async () => {
  const ann = person();
  await visit(stage.browser, stage.form(), async (page) => {
    await register(page, ann);
  });
  await visit(stage.browser, stage.form(`activation="${await stage.local.linkTo(ann.email)}"`), async (page) => {
    await page.getByRole("heading", { name: "Finish creating your account" }).waitFor();
    assert.equal(await page.locator("#email").inputValue(), ann.email);
    assert.equal(await page.locator("#email").getAttribute("readonly"), "");
    assert.equal(await page.locator("#username").inputValue(), ann.username);
    await page.locator("#password").fill("other otters juggle plums");
    await page.locator("#password_confirm").fill("other otters juggle plums");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  });
});

test("unknown link leads to the form", () =>
  visit(stage.browser, stage.form(`activation="${"a".repeat(32)}"`), async (page) => {
    await page.getByRole("heading", { name: "This link does not work" }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: "Create an account" }).click();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
  }));
