/** The programs that the documents print. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transform } from "esbuild";
import { activationKey, RegistrationClient } from "registration-client";
import { activate, register } from "./support/actions.ts";
import { visit } from "./support/browser.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const PROVIDER = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";

const stage = Stage.forFile();

/** Returns the programs in a language that a page of the repository prints. */
function programs(path: string, language: string): string[] {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, program = ""]) => program);
}

/** Runs a program with these names, and returns the texts that it shows. */
async function run(program: string, names: Record<string, unknown>): Promise<string[]> {
  const shown: string[] = [];
  const { code } = await transform(program.replace(/^import .*$/m, ""), { loader: "ts" });
  const own = code.replaceAll("https://accounts.example.com", stage.local.url);
  const given = { RegistrationClient, show: (text: string) => shown.push(text), ...names };
  const AsyncFunction = Object.getPrototypeOf(run).constructor;
  await new AsyncFunction(...Object.keys(given), own)(...Object.values(given));
  return shown;
}

test("client of the guide registers and activates", async () => {
  const [program = ""] = programs("docs/guides/front-end.md", "ts");
  const ann = person();
  assert.deepEqual(await run(program, { ...ann, ask: () => stage.local.codeTo(ann.email) }), ["Welcome"]);
  assert.deepEqual(await run(program, { ...person(), username: "" }), ["username: Enter a username."]);
});

test("programs of the package's page run", async () => {
  const [first = "", second = ""] = programs("clients/typescript/README.md", "ts");
  assert.deepEqual(await run(first, person()), []);
  assert.deepEqual(await run(first, { ...person(), username: "" }), ["Some fields need to be corrected."]);
  const problem = { code: "code_wrong", tries_left: 3 };
  assert.deepEqual(await run(second, { problem }), ["3 tries are left"]);
});

test("component of the guide signs up", async () => {
  const [html = ""] = programs("docs/guides/front-end.md", "html");
  const own = html.replace("https://accounts.example.com", stage.local.url).replace(/<script.*<\/script>/, "");
  assert.notEqual(own, html);
  const url = stage.site.page(own, { service: stage.local.url });
  await visit(stage.browser, url, async (page) => {
    await activate(page, stage.local, await register(page));
    await page.getByRole("link", { name: "Go to your first project" }).waitFor();
  });
});

test("page of the guide takes links of emails", async () => {
  const [, html = ""] = programs("docs/guides/front-end.md", "html");
  const printed = programs("docs/guides/front-end.md", "sh").find((text) =>
    text.includes("REGISTRATION_ACTIVATION_URL"),
  );
  const settings = (printed ?? "")
    .trim()
    .split("\n")
    .map((line) => line.split(/=(.*)/s).slice(0, 2));
  const { origin } = stage.site;
  const service = await stage.service(
    Object.fromEntries(settings.map(([name, url = ""]) => [name, url.replace("https://app.example.com", origin)])),
  );
  const own = html.replace("https://accounts.example.com", service.url);
  const url = stage.site.page(own, { service: service.url, open: true, path: "/join" });
  const ann = person();
  await visit(stage.browser, `${url}?lang=de`, async (page) => {
    await page.getByRole("heading", { name: "Konto erstellen" }).waitFor();
    await register(page, ann);
    const link = await service.linkTo(ann.email);
    assert.ok(link.startsWith(`${url}?lang=de#activation=`), link);
    await page.goto("about:blank");
    await page.goto(link);
    await page.getByRole("button", { name: "Konto aktivieren" }).click();
    await page.getByRole("heading", { name: "Ihr Konto ist aktiv" }).waitFor();
  });
  const bob = person();
  await visit(stage.browser, url, (page) => register(page, bob).then(() => undefined));
  await visit(stage.browser, await service.linkTo(bob.email), async (page) => {
    await page.getByRole("heading", { name: "Finish creating your account" }).waitFor();
  });
  // The service's own page leads a browser without the handle to this page, which removes the key from its URL.
  const key = activationKey(await service.linkTo(bob.email));
  await visit(stage.browser, `${service.url}/activate/${key}`, async (page) => {
    await page.waitForURL(url);
    await page.getByRole("heading", { name: "Finish creating your account" }).waitFor();
  });
});

test("bot check of the package's page gives tokens", async () => {
  const service = await stage.service({
    REGISTRATION_CAPTCHA: "turnstile",
    REGISTRATION_CAPTCHA_SITE_KEY: "site-key",
    REGISTRATION_CAPTCHA_SECRET: "secret",
  });
  const html = programs("clients/typescript/README.md", "html").find((program) => program.includes("turnstile"));
  assert.ok(html);
  // The provider's script is not reached, so the test has one with the same two functions.
  const provider = `globalThis.turnstile = {
    render(_place, { sitekey, callback }) { callback("token of " + sitekey); return "widget"; },
    reset() {},
  };`;
  const own = html
    .replace("https://accounts.example.com", service.url)
    .replace(PROVIDER, `${stage.site.origin}/test/api.js`);
  const url = stage.site.page(own, { service: service.url, open: true });
  await visit(stage.browser, "about:blank", async (page) => {
    await page.route("**/test/api.js", (route) => route.fulfill({ body: provider, contentType: "text/javascript" }));
    await page.goto(url);
    await page.locator("#username").waitFor();
    const request = page.waitForRequest((sent) => sent.method() === "POST");
    await page.getByRole("button", { name: "Create account" }).click();
    assert.equal((await request).postDataJSON().captcha, "token of site-key");
  });
});
