import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { makeDb, makePool } from "@/db/client";
import { embeddedUrl } from "@/db/server";
import type { UserActor } from "@/lib/domain/actor";
import { type Post, posts } from "@/lib/domain/posts";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { expectedCells } from "@/tests/support/expected-matrix";
import { signIn } from "@/tests/support/http-session";
import { startSite } from "@/tests/support/site";
import { makeSiteHome } from "@/tests/support/site-home";
import { contextOf, makeSmallCity } from "@/tests/support/small-city";

const root = path.join(import.meta.dirname, "..", "..");

/** Who may open a route; `permission`: whoever the hand-kept matrix grants all of these to, `but` for some. */
type Rule =
  | { for: "everybody" | "staff" | "visitors" }
  | { for: "permission"; names: string[]; but?: readonly Post[] };
const everybody: Rule = { for: "everybody" };
const needs = (...names: string[]) => ({ for: "permission" as const, names });

/** The first prefix that fits counts. A route that fits none is a fault: whoever adds one says here who may open it. */
const rules: [string, Rule][] = [
  ["/sign-in/change-password", { for: "staff" }],
  ["/sign-in/no-post", { for: "staff" }],
  ["/sign-in", { for: "visitors" }],
  ["/report", everybody],
  ["/track", everybody],
  ["/command/new", needs("open_command", "report")],
  ["/command", needs("open_command")],
  ["/unit", needs("open_unit")],
  ["/field/report", needs("open_field", "report")],
  ["/field/mine", needs("open_field")],
  // A volunteer has neither tasks nor cells, and is sent on to reporting.
  ["/field", { ...needs("open_field"), but: ["volunteer"] }],
  ["/admin/import", needs("open_admin", "import_city")],
  ["/admin/areas", needs("open_admin", "view_directory")],
  ["/admin/grids", needs("open_admin", "view_directory")],
  ["/admin/units", needs("open_admin", "view_directory")],
  ["/admin/outside", needs("open_admin", "view_directory")],
  ["/admin/classes", needs("open_admin", "view_directory")],
  ["/admin/outside", needs("open_admin", "view_directory")],
  ["/admin/accounts", needs("open_admin", "view_accounts")],
  ["/admin/settings", needs("open_admin", "view_settings")],
  ["/admin/calendar", needs("open_admin", "view_settings")],
  ["/admin/start", needs("open_admin", "view_settings")],
  ["/admin/health", needs("open_admin", "view_settings")],
  ["/admin/events", needs("open_admin", "view_audit")],
  ["/admin", needs("open_admin")],
  ["/api/auth", everybody],
  ["/api/health", everybody],
  ["/api/ready", everybody],
  ["/api/live", { for: "staff" }],
  ["/api/import/city", needs("import_city")],
  ["/api/export/areas", needs("open_admin", "view_directory")],
  ["/api/export/units", needs("open_admin", "view_directory")],
  ["/api/export/classes", needs("open_admin", "view_directory")],
  ["/api/export/calendar", needs("open_admin", "view_settings")],
  ["/api/export/settings", needs("open_admin", "view_settings")],
  ["/api/export/persons", needs("open_admin", "export_persons")],
  ["/api/export/accounts", needs("open_admin", "export_accounts")],
  ["/api/files/[id]", needs("view_ticket")],
  ["/api/files", needs("upload_photo")],
  ["/tiles/tickets", needs("view_ticket")],
  ["/tiles", everybody],
  ["/", everybody],
];

function ruleOf(route: string): [string, Rule] | undefined {
  return rules.find(([prefix]) => route === prefix || (prefix !== "/" && route.startsWith(`${prefix}/`)));
}

type Route = { pattern: string; kind: "page" | "api"; methods: string[] };

/** Every address the product answers, read off its folders. */
function listRoutes(folder = path.join(root, "app"), pattern = ""): Route[] {
  const found: Route[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name.startsWith("_")) continue;
      found.push(...listRoutes(at, entry.name.startsWith("(") ? pattern : `${pattern}/${entry.name}`));
    } else if (/^page\.tsx?$/.test(entry.name))
      found.push({ pattern: pattern || "/", kind: "page", methods: ["GET"] });
    else if (/^route\.tsx?$/.test(entry.name)) {
      const text = readFileSync(at, "utf8");
      const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) =>
        new RegExp(`export (async )?(function|const) ${method}\\b|\\bas ${method}\\b`).test(text),
      );
      found.push({ pattern: pattern || "/", kind: "api", methods });
    }
  }
  return found.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

/** What stands in the city's rows and on no page of somebody who was turned away. */
type Scene = {
  accounts: { post: Post; login: string; own: string[] }[];
  secrets: string[];
  ticket: string;
  photo: string;
  unit: string;
  point: [number, number];
};

const password = "a-password-only-of-this-proof-5108";

/** A small city with one person for each post, and a ticket that lies at a unit. */
async function makeScene(url: string): Promise<Scene> {
  const pool = makePool({ connectionString: url });
  try {
    const db = makeDb(pool);
    const city = await makeSmallCity(db);
    const hash = await hashPassword(password);
    const [cell] = city.cells;
    const [kind] = city.classes;
    const [unit] = city.units;
    if (!cell || !kind || !unit) throw new Error("the small city is not as expected");
    const word = () => randomBytes(8).toString("hex");
    const accounts: Scene["accounts"] = [];
    const actors = new Map<Post, UserActor>();
    for (const post of posts) {
      const area = areaOfPost[post];
      const actor = await city.makeActor(post, area ? city.areaOf(area) : city.city, {
        ...(unitPosts.includes(post) ? { unit: 0 } : {}),
        ...(post === "grid_worker" ? { cells: [cell.id] } : {}),
        ...(post === "line_authority" ? { lineKind: "sanitation" } : {}),
      });
      actors.set(post, actor);
      const login = `probe.${word()}`;
      const name = `某人${word()}`;
      await pool.query(
        "update users set login = $2, name = $3, password_hash = $4, is_password_initial = false where id = $1",
        [actor.userId, login, name, hash],
      );
      accounts.push({ post, login, own: [login, name] });
    }
    const unitName = `单位${word()}`;
    await pool.query("update units set name = $2, name_en = $2 where id = $1", [unit.id, unitName]);
    for (const row of accounts) if (unitPosts.includes(row.post)) row.own.push(unitName);

    const said = [word(), word(), word()];
    const by = (post: Post) => {
      const actor = actors.get(post);
      if (!actor) throw new Error(`nobody is ${post}`);
      return { ...contextOf(db, actor, () => new Date()) };
    };
    let { number, version } = await ticketVerbs.report(by("acceptor"), {
      classId: kind.id,
      lng: cell.point[0],
      lat: cell.point[1],
      placeWords: said[0],
      description: said[1],
      reporterName: said[2],
      reporterPhone: "13000004711",
      photos: [await city.makePhoto()],
    });
    const step = async (post: Post, command: TicketCommand, fields: object) => {
      version = (await ticketVerbs[command](by(post), { number, version, ...fields })).version;
    };
    await step("acceptor", "propose_filing", { conditionId: kind.conditionId });
    await step("shift_leader", "file", { conditionId: kind.conditionId });
    await step("dispatcher", "dispatch", { unitId: unit.id });
    await foldCounters(db);
    const { rows } = await pool.query<{ id: string; code: string }>(
      "select a.id, (select code from units where id = $1) as code from attachments a where ticket_id is not null",
      [unit.id],
    );
    return {
      accounts,
      secrets: [number, "13000004711", ...said, ...accounts.flatMap(({ own }) => own)],
      ticket: number,
      photo: rows[0]?.id ?? "",
      unit: rows[0]?.code ?? "",
      point: cell.point,
    };
  } finally {
    await pool.end();
  }
}

const unitPosts: readonly Post[] = ["unit_liaison", "section_head", "handler", "unit_manager"];
const areaOfPost: Partial<Record<Post, string>> = {
  street_desk: "990101001",
  grid_head: "990101001001",
  grid_worker: "990101001001",
  volunteer: "990101001001",
};

/** Addresses of a route's pattern with something real in each of its places. */
function addressesOf({ pattern }: Route, scene: Scene): { at: string; rule: string }[] {
  if (pattern.startsWith("/tiles/")) {
    const [lng, lat] = scene.point;
    const z = 14;
    const x = Math.floor(((lng + 180) / 360) * 2 ** z);
    const radians = (lat * Math.PI) / 180;
    const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** z);
    return ["basemap", "cells", "tickets"].map((layer) => ({
      at: `/tiles/${layer}/${z}/${x}/${y}.mvt`,
      rule: `/tiles/${layer}`,
    }));
  }
  if (pattern === "/api/export/[what]")
    return rules
      .map(([prefix]) => prefix)
      .filter((prefix) => prefix.startsWith("/api/export/"))
      .map((at) => ({ at, rule: at }));
  const given: Record<string, string> = {
    code: pattern.startsWith("/admin/areas/") ? "990101001" : scene.unit,
    key: "test~event~06000",
    number: scene.ticket,
    id: scene.photo,
    "...nextauth": "session",
  };
  const at = pattern.replace(/\[([^\]]+)\]/g, (_all, name: string) => encodeURIComponent(given[name] ?? "x"));
  return [{ at, rule: pattern }];
}

/** Each post, and nobody, asks for each route: allowed and denied as the hand-kept table says. */
export async function tryRoutes(fail: (text: string) => void): Promise<number> {
  const cells = expectedCells();
  const grants = (post: string, name: string) =>
    [...cells].some((cell) => cell.startsWith(`${post}|${name}|`));
  const home = await makeSiteHome("gridkeep-routes-");
  let requests = 0;
  try {
    const site = await startSite(home, { isDemo: false });
    try {
      const url = home.env.DATABASE_URL || embeddedUrl(home.data);
      if (!url) throw new Error("the database has no address");
      const scene = await makeScene(url);
      const visitors: { post: string; own: string[]; cookie: string }[] = [
        { post: "nobody", own: [], cookie: "" },
      ];
      for (const { post, login, own } of scene.accounts)
        visitors.push({ post, own, cookie: await signIn(site.url, { login, password }) });
      const used = new Set<string>();
      for (const route of listRoutes())
        for (const { at, rule: name } of addressesOf(route, scene)) {
          const [prefix, rule] = ruleOf(name) ?? [];
          if (!prefix || !rule) {
            fail(`route ${name}: nobody said who may open it`);
            continue;
          }
          used.add(prefix);
          for (const method of route.methods.filter((each) => each === "GET" || each === "POST"))
            for (const visitor of visitors) {
              requests += 1;
              const isAllowed = mayOpen(rule, visitor.post, grants, /\[(number|id)\]/.test(name));
              const response = await fetch(`${site.url}${at}`, {
                method,
                redirect: "manual",
                headers: { origin: site.url, cookie: visitor.cookie, "accept-language": "zh-CN" },
                ...(method === "POST" ? { body: "nonsense" } : {}),
                signal: AbortSignal.timeout(30_000),
              });
              const body = await bodyOf(response);
              const isOpen = route.kind === "page" ? response.status === 200 : !isDenial(response.status);
              const what = `${visitor.post} ${method} ${at}: ${response.status}`;
              if (response.status >= 500) fail(what);
              if (isAllowed === "depends" ? !isOpen && !isDenial(response.status) : isOpen !== isAllowed)
                fail(`${what}, expected ${isAllowed ? "to be let in" : "a denial"}`);
              // Who is turned away reads nothing of the city; nor does whoever reads what is for everybody.
              if (!isOpen || rule.for === "everybody")
                for (const text of scene.secrets)
                  if (!visitor.own.includes(text) && body.includes(text))
                    fail(`${what}, but it holds ${text}`);
            }
        }
      for (const [prefix] of rules)
        if (!used.has(prefix)) fail(`a rule for ${prefix}, where there is no route`);
    } finally {
      await site.close();
    }
  } finally {
    await home.remove();
  }
  return requests;
}

function mayOpen(
  rule: Rule,
  post: string,
  grants: (post: string, name: string) => boolean,
  isByScope: boolean,
): boolean | "depends" {
  if (rule.for !== "permission")
    return rule.for === "everybody" || (rule.for === "visitors") === (post === "nobody");
  const role = post === "nobody" ? "public" : post;
  // The public sees a ticket with its tracking code only, which nobody shows here.
  const hasAll =
    !rule.but?.some((each) => each === post) &&
    rule.names.every((name) => grants(role, name) && !(role === "public" && name === "view_ticket"));
  // A ticket or photo in the address: whether it is in the post's scope too is the command layer's proof.
  return hasAll && isByScope ? "depends" : hasAll;
}

const isDenial = (status: number) => [302, 303, 307, 308, 401, 403, 404].includes(status);

/** Live streams never end: what comes first is enough. */
async function bodyOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}
