import path from "node:path";
import { startSite } from "../support/site";
import { makeSiteHome } from "../support/site-home";

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
  const home = await makeSiteHome("gridkeep-e2e-");
  const site = await startSite(home, { isDemo: true }).catch(async (error: unknown) => {
    await home.remove();
    throw error;
  });
  // The name under which Playwright itself looks for `baseURL`.
  process.env.PLAYWRIGHT_TEST_BASE_URL = site.url;
  process.env.BASE_URL = site.url;
  process.env.DEMO_ACCOUNTS = path.join(home.data, "demo-accounts.txt");
  process.env.E2E_DATA = home.data;
  return async () => {
    await site.close();
    await home.remove();
  };
}
