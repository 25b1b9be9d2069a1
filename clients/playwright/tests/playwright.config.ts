import { defineConfig } from "@playwright/test";
import type { WorkerFixtures } from "registration-playwright";

export default defineConfig<{}, Partial<WorkerFixtures>>({
  testDir: ".",
  reporter: "line",
  outputDir: "../results",
  forbidOnly: true,
  use: {
    registrationSeed: process.env.SEED,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Nothing but this machine can be reached. Chromium's own sandbox does not run as root.
      args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
    },
  },
});
