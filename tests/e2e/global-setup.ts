import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSite } from "../support/site";

/**
 * A production server with a fresh demo city for the run. Tests find its address in `baseURL` and in BASE_URL, the
 * demo accounts in the file named by DEMO_ACCOUNTS, and the data folder in E2E_DATA. With BASE_URL given, that
 * server is used instead.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.BASE_URL) {
    process.env.PLAYWRIGHT_TEST_BASE_URL = process.env.BASE_URL;
    return undefined;
  }
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-e2e-"));
  const remove = () => rmSync(data, { recursive: true, force: true });
  const site = await startSite(data, { isDemo: true }).catch((error: unknown) => {
    remove();
    throw error;
  });
  // The name under which Playwright itself looks for `baseURL`.
  process.env.PLAYWRIGHT_TEST_BASE_URL = site.url;
  process.env.BASE_URL = site.url;
  process.env.DEMO_ACCOUNTS = path.join(data, "demo-accounts.txt");
  process.env.E2E_DATA = data;
  return async () => {
    await site.close();
    remove();
  };
}
