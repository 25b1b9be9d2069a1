/** The examples, and the client where they do not show it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { activate, fillIn, register } from "./support/actions.ts";
import { assertAccessible, visit } from "./support/browser.ts";
import { person } from "./support/person.ts";
import { Stage } from "./support/stage.ts";

const stage = Stage.forFile();

/** Goes to an example. The test is run when the stage stands. */
const example = (path: string, action: (page: Page) => Promise<void>) => () =>
  visit(stage.browser, `${stage.site.origin}/examples/${path}`, action);

test(
  "example in HTML signs up",
  example("html/", async (page) => {
    await page.locator("#username").waitFor();
    await assertAccessible(page);
    const ann = await register(page);
    await activate(page, stage.local, ann);
    await page.getByRole("link", { name: "Go to your first project" }).waitFor();
    assert.equal(await page.title(), `Welcome, ${ann.username}`);
  }),
);

test(
  "example in React has its own form",
  example("react/", async (page) => {
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByText("Enter a username.").waitFor();
    await assertAccessible(page);
    const ann = person();
    await page.getByLabel("Username").fill(ann.username);
    await page.getByLabel("Email address").fill(ann.email);
    await page.getByLabel("Password").fill(ann.password);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByLabel("Code from the email").fill(await stage.local.codeTo(ann.email));
    await assertAccessible(page);
    await page.getByRole("button", { name: "Activate" }).click();
    await page.getByRole("heading", { name: "Your account is active" }).waitFor();
  }),
);

test(
  "example in React has the component",
  example("react/?component", async (page) => {
    const ann = person();
    await fillIn(page, ann);
    await page.getByRole("button", { name: "Create account" }).click();
    await activate(page, stage.local, ann);
    await page.getByRole("heading", { name: `Welcome, ${ann.username}` }).waitFor();
  }),
);

test(
  "client works in a worker",
  example("html/", async (page) => {
    const allowed = await page.evaluate(
      ([service, origin]) =>
        new Promise((resolve) => {
          const program = `
            import { RegistrationClient } from "${origin}/dist/index.js";
            postMessage(await new RegistrationClient("${service}").allowed());`;
          const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
          new Worker(url, { type: "module" }).onmessage = ({ data }) => resolve(data.value);
        }),
      [stage.local.url, stage.site.origin],
    );
    assert.deepEqual(allowed, { allowed: true, backend: "default" });
  }),
);

test("component can be imported on a server", async () => {
  const { SignUpForm } = await import("registration-client/sign-up-form");
  assert.equal(typeof SignUpForm, "function");
});
