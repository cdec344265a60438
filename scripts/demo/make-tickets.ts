import { and, asc, eq, isNull } from "drizzle-orm";
import { areas, classConditions, classes, grids, units } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { AreaLevel, Post } from "@/lib/domain/posts";
import { openStates, type TicketState } from "@/lib/domain/states";
import type { Context } from "@/lib/features/context";
import { readRules } from "@/lib/features/shared/responsibility-rules";
import { mergeTicket } from "@/lib/features/tickets/merge-ticket";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { selfHandleTicket } from "@/lib/features/tickets/self-handle-ticket";
import { distanceMetres } from "@/lib/geo/distance";
import type { AreaGeometry, LngLat } from "@/lib/geo/geojson";
import { isInside } from "@/lib/geo/point-in-polygon";
import { SeededRandom } from "./city/seeded-random";
import type { Staff } from "./make-organisation";
import { type Matter, matters, randomMatter } from "./matters";
import { type Album, upload } from "./photos";
import { type Reporter, type Show, showcase } from "./showcase";
import {
  type DemoClass,
  type Laid,
  type Plan,
  type Refusal,
  TicketLife,
  type Turn,
  type World,
} from "./ticket-life";

const minuteMs = 60_000;
const dayMs = 86_400_000;

const turnShares: [Turn, number][] = [
  ["check", 0.22],
  ["decline", 0.04],
  ["refuse", 0.02],
  ["void", 0.012],
  ["return", 0.05],
  ["dispute", 0.02],
  ["co_unit", 0.04],
  ["extension", 0.05],
  ["deferral", 0.02],
  ["long_term", 0.014],
  ["supervise", 0.04],
  ["urge", 0.07],
  ["rework", 0.07],
  ["reject", 0.03],
  ["waive", 0.015],
  ["force_close", 0.01],
  ["reopen", 0.03],
  ["whistle", 0.06],
  ["leader", 0.012],
  ["solve_here", 0.12],
];

/** What lies over open tickets is what a dispatcher looks for, so recent ones carry more of it. */
const laidLately: Laid[] = [
  "extension requested",
  "deferral requested",
  "deferral active",
  "long_term requested",
  "long_term active",
  "supervision active",
];

type Cell = {
  id: string;
  geometry: AreaGeometry;
  box: [number, number, number, number];
  communityCode: string;
};
export type NamedRoad = { name: string; line: LngLat[] };

export type TicketOptions = {
  context: Context;
  staff: readonly Staff[];
  album: Album;
  roads: readonly NamedRoad[];
  seed: number;
  from: number;
  until: number;
  /** How many are drawn by lot; the showcase comes on top. */
  count: number;
  say: (text: string) => void;
};

export type MadeTickets = { reported: number; lived: number; refusals: Refusal[] };

/**
 * Three months of tickets through the real commands. Each ticket has a random source of its own, so that
 * equal seeds and moments give equal lives, though several are lived at a time.
 */
export async function makeTickets(options: TicketOptions): Promise<MadeTickets> {
  const { context, staff, album, seed, from, until, count, say } = options;
  const { db, hmac } = context;
  const cells = await readCells(options);
  const kinds = await readClasses(options);
  const unitRows = await db
    .select({ id: units.id, code: units.code, areaId: units.areaId, kind: units.kind })
    .from(units);
  const visitorsUnit = unitRows.find(({ code }) => code === "T01");
  if (!visitorsUnit) throw new Error("the first street's office is missing");
  const byPost = new Map<Post, Staff[]>();
  for (const one of staff) byPost.set(one.post, [...(byPost.get(one.post) ?? []), one]);
  const staffOf = (post: Post) => byPost.get(post) ?? [];
  const world: World = {
    db,
    hmac,
    staffOf,
    album,
    until,
    rules: await readRules(db),
    classes: new Map([...kinds.values()].map((kind) => [kind.id, kind])),
    committees: new Map(
      unitRows.flatMap(({ id, areaId, kind }) =>
        kind === "community" && areaId ? [[areaId, id] as const] : [],
      ),
    ),
    visitorsUnitId: visitorsUnit.id,
  };
  const random = new SeededRandom(seed);
  const tasks = [
    ...Array.from({ length: count }, (_, index) => ({
      at: moment(random, from, until, index, count),
      show: null,
    })),
    ...showcase.map((one) => ({ at: until - minutesBefore(one, random) * minuteMs, show: one })),
  ]
    .map((task, index) => ({ ...task, random: new SeededRandom(seed + 7919 * (index + 1)) }))
    .sort((a, b) => a.at - b.at);
  const refusals: Refusal[] = [];
  const lives: TicketLife[] = [];
  for (const [index, task] of tasks.entries()) {
    const plan = await report({ ...options, ...task, staffOf, cells, kinds });
    if (plan) lives.push(new TicketLife(world, plan, task.random, task.at));
    if ((index + 1) % 200 === 0) say(`${index + 1}/${tasks.length} reported`);
  }
  let done = 0;
  const waiting = [...lives];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const refusal = await next.run();
      if (refusal) refusals.push(refusal);
      done += 1;
      if (done % 200 === 0) say(`${done}/${lives.length} lived`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return { reported: tasks.length, lived: lives.length, refusals };
}

/** Mostly by day; a good part in the last three days, because that is what a desk has before it. */
function moment(random: SeededRandom, from: number, until: number, index: number, count: number): number {
  const isRecent = index < count * 0.14;
  const start = isRecent ? until - 2.5 * dayMs : from + dayMs;
  for (let tries = 0; tries < 50; tries++) {
    const at = Math.floor(random.between(start, until - 20 * minuteMs) / minuteMs) * minuteMs;
    const hour = new Date(at + 8 * 60 * minuteMs).getUTCHours();
    if ((hour >= 7 && hour < 21) || isRecent) return at;
  }
  return until - 30 * minuteMs;
}

/** Long enough ago that its life, at no more than three minutes a step, has come to where it stands still. */
function minutesBefore({ by, stopAt, level, turns, laid }: Show, random: SeededRandom): number {
  const order: (TicketState | null)[] = [...openStates, null];
  const isFromBelow = by === "grid_worker" || by === "supervisor";
  const up = isFromBelow ? { community: 0, street: 1, district: 2, city: 3 }[level] : 0;
  const steps = 2 + up + 2 * turns.length + (laid ? 2 : 0) + Math.ceil(1.3 * order.indexOf(stopAt));
  return steps * 3 + random.whole(1, 9);
}

async function readCells({ context }: TicketOptions): Promise<Cell[]> {
  const rows = await context.db
    .select({
      id: grids.id,
      geometry: grids.geometry,
      west: grids.west,
      south: grids.south,
      east: grids.east,
      north: grids.north,
      code: areas.code,
    })
    .from(grids)
    .innerJoin(areas, eq(areas.id, grids.communityId))
    .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
    .orderBy(asc(grids.code));
  return rows.map(({ id, geometry, west, south, east, north, code }) => ({
    id,
    geometry,
    box: [west, south, east, north],
    communityCode: code,
  }));
}

async function readClasses({ context }: TicketOptions) {
  const rows = await context.db.select().from(classes);
  const conditions = await context.db
    .select()
    .from(classConditions)
    .orderBy(asc(classConditions.classId), asc(classConditions.position));
  return new Map(
    rows.map((row) => [
      `${row.kind}|${row.code}`,
      { ...row, conditionIds: conditions.filter(({ classId }) => classId === row.id).map(({ id }) => id) },
    ]),
  );
}

function pointIn(random: SeededRandom, { geometry, box: [west, south, east, north] }: Cell): LngLat {
  for (let tries = 0; tries < 60; tries++) {
    const point: LngLat = [random.between(west, east), random.between(south, north)];
    if (isInside(point, geometry)) return point.map((value) => Math.round(value * 1e6) / 1e6) as LngLat;
  }
  return [(west + east) / 2, (south + north) / 2];
}

/** "文澜路128号东侧30米": the nearest named road, a number along it, and which side. */
function placeWords(random: SeededRandom, roads: readonly NamedRoad[], point: LngLat): string {
  // Degrees, with those of longitude shortened, do to find the nearest of thousands.
  const shortening = Math.cos((point[1] * Math.PI) / 180);
  let best = { name: "", degrees: Number.POSITIVE_INFINITY, at: point };
  for (const { name, line } of roads)
    for (const vertex of line) {
      const degrees = Math.hypot((vertex[0] - point[0]) * shortening, vertex[1] - point[1]);
      if (degrees < best.degrees) best = { name, degrees, at: vertex };
    }
  const metres = distanceMetres(point, best.at);
  const dx = point[0] - best.at[0];
  const dy = point[1] - best.at[1];
  const side = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? "东" : "西") : dy > 0 ? "北" : "南";
  return `${best.name}${random.whole(1, 380)}号${side}侧${Math.max(5, Math.round(metres / 5) * 5)}米`;
}

type Situation = TicketOptions & {
  staffOf: (post: Post) => readonly Staff[];
  cells: readonly Cell[];
  kinds: Awaited<ReturnType<typeof readClasses>>;
  random: SeededRandom;
  show: Show | null;
  at: number;
};

const citizens = ["王女士", "李先生", "陈女士", "赵先生", "周阿姨", "吴先生"];

/** Reports it, and answers how it shall go on; null where it was settled at once. */
async function report(situation: Situation): Promise<Plan | null> {
  const { context, album, random, roads, at, until, show, staffOf, kinds } = situation;
  const cell = cellOf(situation);
  const workers = staffOf("grid_worker").filter(({ actor }) =>
    actor.appointments.some(({ cellIds }) => cellIds.includes(cell.id)),
  );
  const by = show?.by ?? randomReporter(random, workers.length > 0);
  const matter = show ? matterOf(show, random) : randomMatter(random);
  const kind = kinds.get(`${matter.kind}|${matter.code}`);
  if (!kind) throw new Error("the catalogue lacks a class of the demo");
  const point = pointIn(random, cell);
  const actor = reporterOf(situation, by, workers);
  const mine: Context = { ...context, actor, clock: () => new Date(at) };
  const photo = (when: "before" | "after") => upload(mine, random.pick(album[matter.scene][when]));
  const base = {
    classId: kind.id,
    lng: point[0],
    lat: point[1],
    placeWords: placeWords(random, roads, point),
    description: random.pick(matter.said),
  };
  if (by === "grid_worker" && !show && kind.isSelfHandleable && random.has(0.4)) {
    await selfHandleTicket(mine, {
      ...base,
      result: random.pick(["已当场清理。", "已劝导并恢复。", "已摆放整齐。"]),
      beforePhotos: [await photo("before")],
      afterPhotos: [await photo("after")],
    });
    return null;
  }
  const isCitizen = by === "public" || by === "call_taker";
  const { number } = await reportTicket(mine, {
    ...base,
    ...(isCitizen && random.has(0.6)
      ? {
          reporterName: random.pick(citizens),
          reporterPhone: `1380000${String(random.whole(0, 9999)).padStart(4, "0")}`,
        }
      : {}),
    // Nobody sends a photo by telephone.
    photos: by === "call_taker" ? [] : [await photo("before")],
  });
  if (show?.isMerged || (random.has(0.02) && until - at > dayMs && by !== "grid_worker"))
    await mergeIntoIt(situation, number, base);
  return show ? planOfShow(show, number, matter, kind) : planOf(situation, by, number, matter, kind);
}

/** The showcase happens where the first grid worker walks; a third of the rest in the first street. */
function cellOf({ cells, staffOf, random, show }: Situation): Cell {
  const [first] = staffOf("grid_worker");
  const own = cells.filter(({ id }) => first?.actor.appointments.some(({ cellIds }) => cellIds.includes(id)));
  if (show) return random.pick(own);
  const street = own[0]?.communityCode.slice(0, 9) ?? "";
  return random.pick(
    random.has(0.3) ? cells.filter(({ communityCode }) => communityCode.startsWith(street)) : cells,
  );
}

function randomReporter(random: SeededRandom, hasWorker: boolean): Reporter {
  const dice = random.next();
  if (dice < 0.45 && hasWorker) return "grid_worker";
  if (dice < 0.69) return "public";
  if (dice < 0.71) return "volunteer";
  if (dice < 0.82) return "call_taker";
  return dice < 0.95 ? "supervisor" : "acceptor";
}

function reporterOf({ staffOf, random, show }: Situation, by: Reporter, workers: readonly Staff[]): Actor {
  if (by === "public") return { kind: "public", ticketId: null };
  const fits = by === "grid_worker" ? workers : staffOf(by);
  if (by === "supervisor" && show) {
    // Who reported it checks nothing of it: the first one is kept for checking.
    const other = fits.at(1);
    if (other) return other.actor;
  }
  const [first] = fits;
  return show && first ? first.actor : random.pick(fits).actor;
}

/** Of a class that may be solved on the spot where it shall be; else anything. */
function matterOf({ turns }: Show, random: SeededRandom): Matter {
  if (!turns.includes("solve_here")) return randomMatter(random);
  const [first] = matters;
  if (!first) throw new Error("nothing ever happens here");
  return first;
}

/** A second citizen reports the same; the acceptor sees it and merges. */
async function mergeIntoIt(
  { context, staffOf, random, at }: Situation,
  number: string,
  base: object,
): Promise<void> {
  const clock = (minutes: number) => () => new Date(at + minutes * minuteMs);
  const again = await reportTicket(
    { ...context, actor: { kind: "public", ticketId: null }, clock: clock(1) },
    base,
  );
  const atTheCity = staffOf("acceptor").filter(({ actor }) =>
    actor.appointments.some(({ areaLevel }) => areaLevel === "city"),
  );
  await mergeTicket(
    { ...context, actor: random.pick(atTheCity).actor, clock: clock(4) },
    {
      number: again.number,
      version: 1,
      intoNumber: number,
      reply: "该问题已有人反映，正在处理，进展以原案件为准。",
    },
  );
}

function planOfShow(show: Show, number: string, { scene }: Matter, { id: classId }: DemoClass): Plan {
  const { level, stopAt, turns, laid } = show;
  return { number, scene, classId, turns, stopAt, laid, level, pace: 0, isForVisitors: true };
}

function planOf(
  { random, at, until }: Situation,
  by: Reporter,
  number: string,
  { scene }: Matter,
  { id: classId, isSelfHandleable }: DemoClass,
): Plan {
  const turns = turnShares
    .filter(([turn, share]) => random.has(share) && (turn !== "solve_here" || isSelfHandleable))
    .map(([turn]) => turn);
  const isRecent = until - at < 3 * dayMs;
  const pace = random.has(0.84) ? random.between(0.15, 0.95) : random.between(1.05, 2.4);
  const stopAt =
    isRecent && random.has(0.65)
      ? random.pick(openStates)
      : random.has(0.012)
        ? random.pick(["handling", "assigned"] as const)
        : null;
  const laid = isRecent && stopAt === "handling" && random.has(0.5) ? random.pick(laidLately) : null;
  if (stopAt === "checking") turns.push("check");
  return {
    ...{ number, scene, classId, stopAt, laid, pace },
    turns: [...new Set(turns)],
    level: levelOf(by, random),
    isForVisitors: false,
  };
}

/** What a grid worker finds comes to the community's desk, which keeps some of it; the rest comes to the city's. */
function levelOf(by: Reporter, random: SeededRandom): AreaLevel {
  if (by !== "grid_worker" && by !== "supervisor") return "city";
  const dice = random.next();
  if (dice < 0.2) return "community";
  if (dice < 0.7) return "street";
  return dice < 0.85 ? "district" : "city";
}
