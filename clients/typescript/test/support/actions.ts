import type { Page } from "playwright-core";
import type { Local } from "./local.ts";
import { person } from "./person.ts";

type Person = ReturnType<typeof person>;

/** Fills in the standard form in any language. */
export async function fillIn(page: Page, { username, email, password }: Person): Promise<void> {
  await page.locator("#username").fill(username);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("#password_confirm").fill(password);
}

/** Registers, up to the step with the code. */
export async function register(page: Page, fields: Person = person()): Promise<Person> {
  await fillIn(page, fields);
  await page.locator("[type=submit]").click();
  await page.locator("#code").waitFor();
  return fields;
}

/** Enters a code. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator("#code").fill(code);
  await page.locator("#code").press("Enter");
}

/** Enters the code of the first email, up to the last step. */
export async function activate(page: Page, local: Local, { email }: Person): Promise<void> {
  await enterCode(page, await local.codeTo(email));
  await page.locator("#code").waitFor({ state: "detached" });
}

/** Returns the id or the text of the focused element in the component. */
export function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const active = document.querySelector("sign-up-form")?.shadowRoot?.activeElement;
    return active?.id || active?.textContent || undefined;
  });
}

/** An event of the component: its name and its detail. */
export type Recorded = [name: string, detail: Record<string, unknown>];

/** Records the events of the component, and returns a function that reads them. */
export async function recordEvents(page: Page): Promise<() => Promise<Recorded[]>> {
  await page.evaluate(() => {
    const recorded: unknown[] = [];
    Object.assign(globalThis, { recorded });
    for (const name of ["registered", "activated", "waiting", "problem", "captcha"]) {
      document.addEventListener(name, (event) => recorded.push([name, (event as CustomEvent).detail]));
    }
  });
  return () => page.evaluate(() => (globalThis as unknown as { recorded: Recorded[] }).recorded);
}
