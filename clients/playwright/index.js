// The fixtures of Playwright.

import { test as base } from "@playwright/test";

import { Email, Local, Registration } from "./local.js";

export { expect } from "@playwright/test";
export { Email, Local, Registration };

/** @typedef {import("./local.js").Signal} Signal */

/**
 * @typedef {object} TestFixtures
 * @property {Registration} registration The service in one test.
 */

/**
 * @typedef {object} WorkerFixtures
 * @property {string | undefined} registrationLocal The URL of a `local` that runs, its binary, or a checkout in which
 *   `cargo run -p local` is called. The default is the variable REGISTRATION_LOCAL, or else the command of your PATH.
 * @property {string | undefined} registrationSeed The file of users for `local --seed`.
 * @property {Record<string, string>} registrationSettings The `REGISTRATION_*` settings of the service.
 * @property {Local} registrationService The service of all tests of a worker.
 */

/** The `test` of Playwright, with the service. Its `baseURL` is the service unless your settings have another one. */
export const test = /** @type {typeof base.extend<TestFixtures, WorkerFixtures>} */ (base.extend.bind(base))({
  registrationLocal: [process.env.REGISTRATION_LOCAL, { option: true, scope: "worker" }],
  registrationSeed: [undefined, { option: true, scope: "worker" }],
  registrationSettings: [{}, { option: true, scope: "worker" }],
  registrationService: [
    async ({ registrationLocal, registrationSeed, registrationSettings }, use) => {
      const options = { where: registrationLocal, seed: registrationSeed, settings: registrationSettings };
      const local = await Local.start(options);
      try {
        await use(local);
      } finally {
        await local.stop();
      }
    },
    // A checkout is built first.
    { scope: "worker", timeout: 1_800_000 },
  ],
  registration: async ({ registrationService }, use) => {
    await use(await Registration.begin(registrationService));
  },
  baseURL: async ({ baseURL, registrationService }, use) => {
    await use(baseURL ?? registrationService.url);
  },
});
