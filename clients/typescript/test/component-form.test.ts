/** The look, the languages and the controls of the component. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { activate, register } from "./support/actions.ts";
import { assertAccessible, visit } from "./support/browser.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const stage = Stage.forFile({
  REGISTRATION_FORMS: "standard,business,club",
  REGISTRATION_FORMS_DIR: fileURLToPath(new URL("forms", import.meta.url)),
  REGISTRATION_TERMS_URL: "https://example.com/terms",
  REGISTRATION_PRIVACY_URL: "https://example.com/privacy",
});

for (const [lang, dir, colorScheme] of [
  ["en", "ltr", "light"],
  ["en", "ltr", "dark"],
  ["ar", "rtl", "light"],
] as const) {
  test(`steps are accessible: ${lang}, ${colorScheme}`, () =>
    visit(
      stage.browser,
      stage.form("", { lang, dir }),
      async (page) => {
        await page.locator("#username").waitFor();
        await assertAccessible(page);
        const ann = await register(page);
        await assertAccessible(page);
        await activate(page, stage.local, ann);
        await assertAccessible(page);
      },
      { colorScheme, viewport: { width: 320, height: 640 } },
    ));
}

test("arabic runs from right to left", () =>
  visit(stage.browser, stage.form('lang="ar"'), async (page) => {
    await page.getByLabel("البريد الإلكتروني").waitFor();
    const directions = await page.locator("#email").evaluate((input) => {
      const label = input.closest("form")?.querySelector("label");
      return [label && getComputedStyle(label).direction, getComputedStyle(input).direction];
    });
    assert.deepEqual(directions, ["rtl", "ltr"]);
    await page.getByRole("button", { name: "إنشاء الحساب" }).waitFor();
  }));

for (const [lang, heading] of Object.entries({
  de: "Prüfen Sie Ihr Postfach",
  es: "Revise su correo",
  fr: "Consultez vos e-mails",
  ja: "メールをご確認ください",
})) {
  test(`language of the page is followed: ${lang}`, () =>
    visit(stage.browser, stage.form("", { lang }), async (page) => {
      const ann = await register(page);
      assert.equal(await page.locator("h2").textContent(), heading);
      const { headers } = await stage.local.mailTo(ann.email);
      assert.equal(headers.find(({ name }) => name === "Content-Language")?.value, lang);
    }));
}

test("texts can be replaced", () =>
  visit(stage.browser, stage.form(), async (page) => {
    await page.evaluate(() => {
      const component = document.querySelector("sign-up-form");
      if (component) component.messages = { submit: "Join", checkEmail: "Look into your inbox" };
    });
    await page.getByRole("button", { name: "Join" }).waitFor();
    await register(page);
    await page.getByRole("heading", { name: "Look into your inbox" }).waitFor();
  }));

test("early texts are kept", () => {
  const early = '<script>document.querySelector("sign-up-form").messages = { submit: "Join" }</script>';
  const component = `<sign-up-form src="${stage.local.url}"></sign-up-form>${early}`;
  const url = stage.site.page(component, { service: stage.local.url, open: true });
  return visit(stage.browser, url, async (page) => {
    await page.getByRole("button", { name: "Join" }).waitFor();
  });
});

test("form of the deployment has all controls", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    const ann = person();
    await page.getByRole("heading", { name: "A business account" }).waitFor();
    await assertAccessible(page);
    const kinds = await page.locator("input, select, textarea").evaluateAll((controls) =>
      Object.fromEntries(
        controls.map((control) => {
          const { id, type, required, autocomplete } = control as HTMLInputElement;
          return [id, [type, required, autocomplete].join(" ").trim()];
        }),
      ),
    );
    assert.deepEqual(kinds, {
      email: "email true email",
      password: "password true new-password",
      password_confirm: "password true new-password",
      company: "text true organization",
      seats: "number true",
      plan: "select-one false",
      floor: "select-one false",
      founded: "date false",
      site: "url false",
      about: "textarea false",
      phone: "text false tel",
      news: "checkbox false",
      terms: "checkbox true",
    });
    await page.getByLabel("Work email address").fill(ann.email);
    await page.locator("#password").fill(ann.password);
    await page.locator("#password_confirm").fill(ann.password);
    await page.getByLabel("Company", { exact: true }).fill("Otters Ltd");
    await page.getByLabel("Seats").fill("1000");
    await page.getByLabel("Plan (optional)").selectOption("Team");
    await page.getByLabel("Floor (optional)").selectOption("2");
    await page.getByLabel("Founded (optional)").fill("2001-12-31");
    await page.getByLabel("About (optional)").fill("Otters\njuggle");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("link", { name: "Seats: enter 500 or less." }).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5");
    await page.getByLabel("I accept the terms of business").check();
    const request = page.waitForRequest((sent) => sent.method() === "POST");
    await page.getByRole("button", { name: "Create account" }).click();
    assert.deepEqual((await request).postDataJSON(), {
      email: ann.email,
      password: ann.password,
      password_confirm: ann.password,
      company: "Otters Ltd",
      seats: 5,
      plan: "Team",
      floor: 2,
      founded: "2001-12-31",
      site: null,
      about: "Otters\njuggle",
      phone: null,
      news: false,
      terms: true,
    });
    await page.locator("#code").waitFor();
  }));

test("text that is no number is reported", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.getByLabel("Seats").pressSequentially("1e");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("link", { name: "Seats: enter a whole number." }).waitFor();
  }));

test("labels of choices are shown", () =>
  visit(stage.browser, stage.form('type="business"', { lang: "de" }), async (page) => {
    await page.locator("#plan").waitFor();
    assert.deepEqual(await page.locator("#plan option").allTextContents(), ["Bitte wählen", "Probe", "Team"]);
    assert.deepEqual(await page.locator("#floor option").allTextContents(), ["Bitte wählen", "1", "2", "3"]);
  }));

test("keyboards suit the values", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    await page.locator("#email").waitFor();
    const keyboards = await page.locator("input:not([type=checkbox]), textarea").evaluateAll((controls) => {
      const names = ["inputmode", "autocapitalize", "autocorrect", "spellcheck"];
      const valuesOf = (control: Element) => names.map((name) => control.getAttribute(name)).filter(Boolean);
      return Object.fromEntries(controls.map((control) => [control.id, valuesOf(control).join(" ")]));
    });
    assert.deepEqual(keyboards, {
      email: "none off false",
      password: "none off false",
      password_confirm: "none off false",
      company: "words off false",
      seats: "numeric",
      founded: "",
      site: "none off false",
      about: "",
      phone: "tel none off false",
    });
  }));

test("labels and help have links", () =>
  visit(stage.browser, stage.form('type="business"'), async (page) => {
    const label = page.locator("label").filter({ has: page.getByRole("link") });
    assert.equal(await label.textContent(), "I accept the terms of business (opens in a new tab)");
    const terms = label.getByRole("link", { name: "terms of business (opens in a new tab)" });
    const attributes = ["href", "target", "rel"];
    const of = (link: Element, names: string[]) => names.map((name) => link.getAttribute(name));
    assert.deepEqual(await terms.evaluate(of, attributes), ["https://example.com/terms", "_blank", "noopener"]);
    const notice = page.locator("#site-help").getByRole("link");
    assert.deepEqual(await notice.evaluate(of, attributes), ["https://example.com/privacy", "_blank", "noopener"]);
    await page.getByLabel("I accept the terms of business").check();
    await assertAccessible(page);
  }));

test("links are words without their setting", async () => {
  const service = await stage.service({
    REGISTRATION_FORMS: "standard,business",
    REGISTRATION_FORMS_DIR: fileURLToPath(new URL("forms", import.meta.url)),
  });
  await visit(stage.browser, stage.form('type="business"', { service }), async (page) => {
    await page.getByLabel("I accept the terms of business", { exact: true }).waitFor();
    assert.equal(await page.locator("label a, .help a").count(), 0);
  });
});

test("box accepts the version that its document has", () =>
  visit(stage.browser, stage.form('type="club"'), async (page) => {
    const ann = person();
    await page.locator("#email").fill(ann.email);
    await page.locator("#password").fill(ann.password);
    const document = page.getByRole("link", { name: "I accept the rules (opens in a new tab)" });
    assert.equal(await document.getAttribute("href"), "https://example.com/rules/3");
    await assertAccessible(page);
    const submit = async () => {
      const request = page.waitForRequest((sent) => sent.method() === "POST");
      await page.getByRole("button", { name: "Create account" }).click();
      return (await request).postDataJSON().rules;
    };
    assert.equal(await submit(), false);
    await page.getByText("Tick “I accept the rules” to continue.").first().waitFor();
    await page.locator("#rules").check();
    assert.equal(await submit(), "3");
    await page.locator("#code").waitFor();
  }));

test("slot stands next to its field", () =>
  visit(
    stage.browser,
    stage.form('type="business"', { content: '<a slot="field-seats" href="/prices">Prices</a>' }),
    async (page) => {
      await page.getByRole("link", { name: "Prices" }).waitFor();
      await assertAccessible(page);
    },
  ));

test("unknown type shows the reason", () =>
  visit(stage.browser, stage.form('type="nonsense"'), async (page) => {
    await page.getByRole("heading", { name: "Form not found" }).waitFor();
  }));
