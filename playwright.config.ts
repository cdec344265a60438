import { defineConfig } from "@playwright/test";

/**
 * Browser tests: journeys in tests/e2e, accessibility in tests/a11y. One production server with a fresh demo city
 * for the run, made by the global set-up; `npm test` finds the browser.
 */
export default defineConfig({
  testDir: "tests",
  testMatch: ["e2e/**/*.spec.ts", "a11y/**/*.spec.ts"],
  globalSetup: "./tests/e2e/global-setup.ts",
  // The journeys share one city: one worker keeps what a test sees its own doing.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  outputDir: "test-results",
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    },
  },
});
