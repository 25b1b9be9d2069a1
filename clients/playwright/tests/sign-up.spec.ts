import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

import { Email, Local, expect, test } from "registration-playwright";

const PASSWORD = "seven otters juggle plums";
const WEEK = 7 * 24 * 60 * 60;

test("a person signs up with the emailed code", async ({ page, registration }) => {
  const email = registration.address("ann");
  await page.goto("/register");
  const fields = { username: email.split("@")[0], email, password: PASSWORD, password_confirm: PASSWORD };
  for (const [name, text] of Object.entries(fields)) await page.locator(`#${name}`).fill(text);
  await page.getByRole("button", { name: "Create account" }).click();
  const mail: Email = await registration.waitForMail({ to: email });
  expect(mail.from).toBe("no-reply@example.com");
  expect(mail.html).toContain(mail.link);
  await page.getByLabel("Code from the email").fill(mail.code);
  await page.getByLabel("Code from the email").press("Enter");
  const signal = await registration.waitForSignal("user_activated", { email });
  expect(signal.detail.user?.status).toBe("active");
  expect((await registration.events()).map(({ type }) => type)).toEqual(["user_registered", "user_activated"]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is active");
});

test("a person signs up with the emailed link", async ({ page, request, registration }) => {
  const email = registration.address("bob");
  const body = { username: email.split("@")[0], email, password: PASSWORD };
  const answer = await request.post("/register", { data: body, headers: { accept: "application/json" } });
  const { registration: handle } = await answer.json();
  const mail = await registration.waitForMail({ to: email, subject: "Activate" });
  await page.goto(mail.link);
  await expect(page.locator("#email")).toHaveValue(email);
  const headers = { accept: "application/json" };
  const activated = await request.post(mail.link, { data: { registration: handle }, headers });
  expect((await activated.json()).user.status).toBe("active");
});

test("a test sees seeded users, not other tests", async ({ registration }) => {
  expect(await registration.emails()).toEqual([]);
  const mail = await registration.waitForMail({ to: "bea@example.com" });
  expect(mail.text).toContain("bea");
  const again = registration.waitForMail({ to: "bea@example.com", timeout: 100 });
  await expect(again).rejects.toThrow("no email to bea@example.com came within 100 ms. The emails of this test:\n  none");
  const signal = registration.waitForSignal("user_activated", { timeout: 0 });
  await expect(signal).rejects.toThrow("no signal user_activated came within 0 ms");
});

test("a moved clock expires a registration", async ({ request, registration }) => {
  const email = registration.address("cem");
  const data = { username: email.split("@")[0], email, password: PASSWORD };
  await request.post("/register", { data, headers: { accept: "application/json" } });
  await registration.waitForMail({ to: email });
  await registration.advance(WEEK);
  await registration.waitForSignal("registration_expired", { email });
  await registration.clear();
  expect(await registration.events()).toEqual([]);
});

test("a failed start says why", async ({}, testInfo) => {
  const where = process.env.REGISTRATION_LOCAL;
  const settings = { REGISTRATION_BACKEND: "none" };
  await expect(Local.start({ where, settings })).rejects.toThrow('REGISTRATION_BACKEND="none": no such backend');
  await expect(Local.start({ where: "/nowhere" })).rejects.toThrow("/nowhere is neither a URL");
  const seed = testInfo.outputPath("seed.jsonl");
  writeFileSync(seed, '{"email": "nobody"}\n');
  await expect(Local.start({ where, seed })).rejects.toThrow("line 1: email: the address is malformed");
});

test("a service ends only with its own runner", async () => {
  const script = `
    import { Local } from "registration-playwright";
    console.log((await Local.start({ where: process.env.REGISTRATION_LOCAL })).url);
    setInterval(() => {}, 1000);
  `;
  const runner = spawn(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname });
  const [output] = await once(runner.stdout, "data");
  const url = String(output).trim();
  const found = await Local.start({ where: url });
  await found.stop();
  expect((await fetch(`${url}/register/allowed`)).ok).toBe(true);
  await expect(Local.start({ where: url, seed: "x" })).rejects.toThrow("runs already");
  runner.kill("SIGKILL");
  await expect(async () => {
    await expect(fetch(`${url}/register/allowed`)).rejects.toThrow();
  }).toPass({ timeout: 20_000 });
});
