/** The component with services of other settings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { activate, fillIn, recordEvents, register } from "./support/actions.ts";
import { assertAccessible, visit } from "./support/browser.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const stage = Stage.forFile();

test("deployment without codes shows no field for one", async () => {
  const service = await stage.service({ REGISTRATION_ACTIVATION_BY: "link" });
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    const ann = person();
    await fillIn(page, ann);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText(`We’ve emailed a link to ${ann.email}.`).waitFor();
    assert.equal(await page.locator("#code").count(), 0);
    await page.reload();
    await page.getByText(`We’ve emailed a link to ${ann.email}.`).waitFor();
    await page.getByRole("button", { name: "Send the email again" }).waitFor();
    assert.equal(await page.locator("#code").count(), 0);
  });
});

test("deployment without links mentions none", async () => {
  const service = await stage.service({ REGISTRATION_ACTIVATION_BY: "code" });
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    const ann = await register(page);
    await page.getByText(`We’ve emailed a code to ${ann.email}.`).waitFor();
  });
});

test("service without pages leads to the front end's", async () => {
  const service = await stage.service({
    REGISTRATION_PAGES: "off",
    REGISTRATION_FORM_URL: "https://app.example.com/join",
    REGISTRATION_REGISTERED_URL: "https://app.example.com/join",
    REGISTRATION_ACTIVATION_URL: "https://app.example.com/join#activation={key}",
    REGISTRATION_ACTIVATED_URL: "https://app.example.com/welcome",
    REGISTRATION_RESEND_URL: "https://app.example.com/resend",
  });
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    await page.locator("sign-up-form").evaluate((component: HTMLElementTagNameMap["sign-up-form"]) => {
      component.messages = { logIn: "Continue" };
    });
    await activate(page, service, await register(page));
    const link = page.getByRole("link", { name: "Continue" });
    assert.equal(await link.getAttribute("href"), "https://app.example.com/welcome?lang=en");
  });
});

test("providers are links above the form", async () => {
  const service = await stage.service({ REGISTRATION_OPENID_PROVIDERS: "local" });
  await visit(stage.browser, stage.form("", { lang: "de", service }), async (page) => {
    const link = page.getByRole("link", { name: "Weiter mit Local" });
    assert.equal(await link.getAttribute("href"), `${service.url}/register/openid/local?lang=de`);
    await page.getByText("oder", { exact: true }).waitFor();
    await assertAccessible(page);
    // This page is of another site than the service, and only a click on the service's page begins a sign-in.
    await link.click();
    await page.waitForURL(`${service.url}/register?lang=de`);
    await page.getByRole("link", { name: "Weiter mit Local" }).waitFor();
  });
});

test("provider is reached from the same site", async () => {
  const origin = stage.site.origin.replace("localhost", "127.0.0.1");
  const service = await stage.service({ REGISTRATION_OPENID_PROVIDERS: "local", REGISTRATION_ALLOWED_ORIGINS: origin });
  const context = await stage.browser.newContext();
  try {
    // Not by `visit`: the sign-in has a cookie of the service.
    const page = await context.newPage();
    await page.goto(stage.form("", { service }).replace(stage.site.origin, origin));
    await page.getByRole("link", { name: "Continue with Local" }).click();
    await page.waitForURL(`${service.url}/_local/openid/authorize?*`);
  } finally {
    await context.close();
  }
});

test("backend openid leads to the service's page", async () => {
  const service = await stage.service({ REGISTRATION_BACKEND: "openid", REGISTRATION_OPENID_PROVIDERS: "local" });
  await visit(stage.browser, stage.form("", { lang: "en", service }), async (page) => {
    await page.getByText("Sign up with one of the services on the form.").waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.waitForURL(`${service.url}/register?lang=en`);
    await page.getByRole("link", { name: "Continue with Local" }).waitFor();
  });
});

test("backend simple activates immediately", async () => {
  const service = await stage.service({
    REGISTRATION_BACKEND: "simple",
    REGISTRATION_LOGIN_URL: "https://example.com/in",
  });
  const content = '<p slot="active">Welcome</p>';
  await visit(stage.browser, stage.form("", { service, content }), async (page) => {
    const events = await recordEvents(page);
    await fillIn(page, person());
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Log in" }).getAttribute("href"), "https://example.com/in");
    await page.getByText("Welcome").waitFor();
    assert.deepEqual(
      (await events()).map(([name]) => name),
      ["registered", "activated"],
    );
    await assertAccessible(page);
  });
});

test("backend approval announces the decision", async () => {
  const settings = { REGISTRATION_BACKEND: "approval", REGISTRATION_APPROVERS: "boss@example.com" };
  const service = await stage.service(settings);
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    const ann = await register(page);
    await page.locator("#code").fill(await service.codeTo(ann.email));
    await page.locator("#code").press("Enter");
    await page.getByText("We’ll email you the decision.").waitFor();
  });
});

test("waiting list takes the address alone", async () => {
  const service = await stage.service({ REGISTRATION_BACKEND: "waitlist" });
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    const events = await recordEvents(page);
    const ann = person();
    await page.getByRole("heading", { name: "Join the waiting list" }).waitFor();
    await page.getByLabel("Email address").fill(ann.email);
    await assertAccessible(page);
    await page.getByRole("button", { name: "Join the waiting list" }).click();
    await page.getByRole("heading", { name: "You’re on the waiting list" }).waitFor();
    await assertAccessible(page);
    assert.deepEqual(await events(), [
      ["waiting", { status: "waiting", next: "/register/complete?status=waiting&lang=en", email: ann.email }],
    ]);
    assert.match((await service.mailTo(ann.email)).text, /waiting list/);
  });
});

test("closed service shows the reason", async () => {
  const service = await stage.service({ REGISTRATION_OPEN: "false" });
  await visit(stage.browser, stage.form("", { service }), async (page) => {
    await page.getByText("New accounts can’t be created at the moment.").waitFor();
    await assertAccessible(page);
  });
});

test("bot check gets its token from the page", async () => {
  const service = await stage.service({
    REGISTRATION_CAPTCHA: "turnstile",
    REGISTRATION_CAPTCHA_SITE_KEY: "site-key",
    REGISTRATION_CAPTCHA_SECRET: "secret",
  });
  const content = '<div slot="captcha">The widget</div>';
  await visit(stage.browser, stage.form("", { service, content }), async (page) => {
    const events = await recordEvents(page);
    const box = page.getByRole("group", { name: "Confirm that you are human" });
    await page.getByText("The widget").waitFor();
    await fillIn(page, person());
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("link", { name: "Confirm that you are human." }).click();
    assert.equal(await box.evaluate((group) => (group.getRootNode() as ShadowRoot).activeElement === group), true);
    const detail = { provider: "turnstile", site_key: "site-key", field: "cf-turnstile-response" };
    const asked = (await events()).filter(([name]) => name === "captcha");
    assert.deepEqual(asked.at(-1), ["captcha", detail]);

    await page.evaluate(() => {
      const component = document.querySelector("sign-up-form");
      if (component) component.captcha = "token";
    });
    const request = page.waitForRequest((sent) => sent.method() === "POST");
    await page.getByRole("button", { name: "Create account" }).click();
    assert.equal((await request).postDataJSON().captcha, "token");
  });
});

test("forbidden origin shows a problem", async () => {
  const service = await stage.service({ REGISTRATION_ALLOWED_ORIGINS: "https://app.example.com" });
  const context = await stage.browser.newContext();
  try {
    // Not by `visit`: the browser logs the forbidden requests.
    const page = await context.newPage();
    await page.goto(stage.form("", { service }));
    await page.getByRole("heading", { name: "We can’t do this right now" }).waitFor();
    assert.equal(await page.locator("#username").count(), 0);
  } finally {
    await context.close();
  }
});
