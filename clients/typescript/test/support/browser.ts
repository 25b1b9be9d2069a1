import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Starts Debian's Chromium, or the one that `CHROMIUM` names. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  assert.ok(existsSync(executablePath), `there is no ${executablePath}; install chromium, or set CHROMIUM to its path`);
  return chromium.launch({
    executablePath,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--disable-component-update",
      "--disable-background-networking",
      "--no-first-run",
      // Nothing but this machine can be reached.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
}

/** A visitor with an own profile. Errors in the console fail the test, and so do cookies. */
export async function visit(
  browser: Browser,
  url: string,
  action: (page: Page, context: BrowserContext) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  context.on("console", (message) => {
    // The browser reports each status of a problem as an error, and tests cause problems.
    const expected = message.text().startsWith("Failed to load resource: the server responded");
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  try {
    const page = await context.newPage();
    await page.goto(url);
    await action(page, context);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await context.cookies(), [], "the service has set a cookie");
  } finally {
    await context.close();
  }
}

/** Requires that axe finds nothing on the page, and no undecided colours. */
export async function assertAccessible(page: Page): Promise<void> {
  // As Playwright's own evaluation, which the content security policy of the page does not stop.
  await page.evaluate(axe.source);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ rules: { "target-size": { enabled: true } } } as never),
  );
  assert.ok(results.passes.length > 0);
  const unsure = results.incomplete.filter(({ id }) => id === "color-contrast");
  const found = [...results.violations, ...unsure].map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html }) => html),
  }));
  assert.deepEqual(found, []);
}
