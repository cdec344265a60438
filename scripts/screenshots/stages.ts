import type { Page } from "@playwright/test";
import type { Post } from "@/lib/domain/posts";
import type { Theme } from "@/lib/i18n/locales";

/** One picture of the README. */
export type Stage = {
  name: string;
  post: Post | null;
  path: string;
  isPhone?: boolean;
  theme?: Theme;
  prepare?: (page: Page) => Promise<void>;
};

async function openFirstTicket(page: Page): Promise<void> {
  await page.locator('main a[href*="ticket="]').first().click();
  await page.waitForURL(/ticket=\d+/);
}

export const stages: readonly Stage[] = [
  { name: "public-map", post: null, path: "/" },
  { name: "command", post: "acceptor", path: "/command", prepare: openFirstTicket },
  { name: "command-dark", post: "dispatcher", path: "/command", theme: "dark", prepare: openFirstTicket },
  { name: "report-phone", post: null, path: "/report", isPhone: true },
  { name: "field-phone", post: "grid_worker", path: "/field", isPhone: true },
];
