import type { Page } from "@playwright/test";
import type { Post } from "@/lib/domain/posts";

/** One screen as somebody sees it: who, where, and what is done before the picture is taken. */
export type Screen = {
  name: string;
  /** Null: somebody without an account. */
  post: Post | null;
  path: string;
  /** Steps after loading; both widths. Answers false where the screen has nothing to show (said in the output). */
  prepare?: (page: Page, isPhone: boolean) => Promise<boolean>;
};

/** Follows the first link or row that opens a ticket, waiting until the address says so. */
async function openFirstTicket(page: Page): Promise<boolean> {
  const link = page.locator('main a[href*="ticket="]').first();
  if ((await link.count()) === 0) return false;
  await link.click();
  await page.waitForURL(/ticket=\d+/);
  await page.getByRole("heading").first().waitFor();
  return true;
}

/** Opens the first record of a list of the administration, and the first of its forms. */
function openRecord(link: string) {
  return async (page: Page): Promise<boolean> => {
    const first = page.locator(`main ${link}`).first();
    // Records of the catalogue lie folded up.
    const folded = page.locator("main li details > summary").first();
    if (!(await first.isVisible()) && (await folded.isVisible())) await folded.click();
    await first.click();
    await page.waitForURL(/admin\/\w+(\/|.*account=)/);
    const form = page.locator("main details:has(form) > summary").first();
    await form.click();
    return true;
  };
}

const desks = ["acceptor", "shift_leader", "dispatcher", "street_desk", "call_taker", "leader"] as const;
const units = ["unit_liaison", "section_head", "handler"] as const;
const fields = ["grid_worker", "grid_head", "supervisor"] as const;
const lists = [
  "areas",
  "grids",
  "units",
  "classes",
  "outside",
  "calendar",
  "settings",
  "health",
  "outside",
] as const;

export const screens: readonly Screen[] = [
  { name: "public-map", post: null, path: "/" },
  { name: "report", post: null, path: "/report" },
  { name: "track", post: null, path: "/track" },
  { name: "sign-in", post: null, path: "/sign-in" },
  { name: "no-such-page", post: null, path: "/nowhere" },
  ...desks.flatMap((post): Screen[] => [
    { name: `command-${post}`, post, path: "/command" },
    { name: `command-${post}-ticket`, post, path: "/command", prepare: openFirstTicket },
  ]),
  ...units.flatMap((post): Screen[] => [
    { name: `unit-${post}`, post, path: "/unit" },
    { name: `unit-${post}-ticket`, post, path: "/unit", prepare: openFirstTicket },
  ]),
  ...fields.flatMap((post): Screen[] => [
    { name: `field-${post}`, post, path: "/field" },
    { name: `field-${post}-ticket`, post, path: "/field", prepare: openFirstTicket },
  ]),
  { name: "command-new", post: "acceptor", path: "/command/new" },
  { name: "command-print", post: "dispatcher", path: "/command/print?view=todo" },
  { name: "unit-duty-list", post: "unit_liaison", path: "/unit/duty-list" },
  { name: "field-cells", post: "grid_worker", path: "/field/cells" },
  { name: "field-report", post: "grid_worker", path: "/field/report" },
  { name: "field-mine", post: "grid_worker", path: "/field/mine" },
  { name: "field-volunteer", post: "volunteer", path: "/field/report" },
  { name: "admin", post: "system_admin", path: "/admin" },
  { name: "admin-start", post: "system_admin", path: "/admin/start" },
  {
    name: "admin-area",
    post: "system_admin",
    path: "/admin/areas?level=community",
    prepare: openRecord('td a[href^="/admin/areas/"]'),
  },
  {
    name: "admin-unit",
    post: "system_admin",
    path: "/admin/units",
    prepare: openRecord('td a[href^="/admin/units/"]'),
  },
  {
    name: "admin-class",
    post: "system_admin",
    path: "/admin/classes",
    prepare: openRecord('a[href^="/admin/classes/"]'),
  },
  {
    name: "admin-account",
    post: "security_admin",
    path: "/admin/accounts?post=grid_worker",
    prepare: openRecord('td a[href*="account="]'),
  },
  ...lists.map((list): Screen => ({ name: `admin-${list}`, post: "system_admin", path: `/admin/${list}` })),
  { name: "admin-accounts", post: "security_admin", path: "/admin/accounts" },
  { name: "admin-events", post: "audit_admin", path: "/admin/events" },
  { name: "change-password", post: "editor", path: "/sign-in/change-password" },
];
