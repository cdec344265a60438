import { and, asc, eq, isNull } from "drizzle-orm";
import { areas, classConditions, classes, grids } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { TicketState } from "@/lib/domain/states";
import type { Context } from "@/lib/features/context";
import { readRules } from "@/lib/features/shared/responsibility-rules";
import { mergeTicket } from "@/lib/features/tickets/merge-ticket";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { selfHandleTicket } from "@/lib/features/tickets/self-handle-ticket";
import { distanceMetres } from "@/lib/geo/distance";
import type { AreaGeometry, LngLat } from "@/lib/geo/geojson";
import { isInside } from "@/lib/geo/point-in-polygon";
import type { SeededRandom } from "./city/seeded-random";
import type { Staff } from "./make-organisation";
import { type Album, type SceneKind, upload } from "./photos";
import { type Plan, TicketLife, type Turn, type World } from "./ticket-life";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** What happens in this city, how often, and what people say of it. */
const matters: {
  kind: "event" | "component";
  code: string;
  weight: number;
  scene: SceneKind;
  said: string[];
}[] = [
  {
    kind: "event",
    code: "06010",
    weight: 14,
    scene: "rubbish",
    said: ["路边堆了好几袋垃圾，两天没人清。", "垃圾堆在树下，有异味。", "餐饮店门口垃圾散落一地。"],
  },
  {
    kind: "event",
    code: "06042",
    weight: 8,
    scene: "rubbish",
    said: ["垃圾桶满了，垃圾堆到外面。", "垃圾箱满溢，污水流到路面。"],
  },
  {
    kind: "event",
    code: "06012",
    weight: 7,
    scene: "rubbish",
    said: ["路面有油污和菜叶。", "人行道脏，落叶和烟头多。"],
  },
  {
    kind: "event",
    code: "06036",
    weight: 5,
    scene: "rubbish",
    said: ["楼下堆放旧木板和纸箱。", "店铺后门乱堆杂物。"],
  },
  {
    kind: "event",
    code: "06013",
    weight: 5,
    scene: "road",
    said: ["路面有一个大坑，骑车容易摔。", "人行道地砖松动破损。"],
  },
  {
    kind: "event",
    code: "09006",
    weight: 8,
    scene: "stall",
    said: ["水果摊占了人行道。", "早上摊点占道，行人走到马路上。"],
  },
  { kind: "event", code: "09005", weight: 5, scene: "stall", said: ["饭店把桌椅摆到店外。"] },
  { kind: "event", code: "09010", weight: 5, scene: "parking", said: ["电动车停满盲道。"] },
  { kind: "event", code: "09009", weight: 5, scene: "parking", said: ["小汽车停在人行道上。"] },
  { kind: "event", code: "09011", weight: 3, scene: "parking", said: ["共享单车倒了一片。"] },
  { kind: "event", code: "07001", weight: 5, scene: "stall", said: ["电线杆上贴满小广告。"] },
  { kind: "event", code: "06017", weight: 4, scene: "green", said: ["绿化带里有很多饮料瓶和纸屑。"] },
  { kind: "event", code: "06025", weight: 2, scene: "green", said: ["河面有漂浮垃圾。"] },
  { kind: "event", code: "10996", weight: 3, scene: "road", said: ["下水道堵了，污水外溢。"] },
  { kind: "event", code: "10999", weight: 1, scene: "road", said: ["下雨后路口积水很深。"] },
  { kind: "event", code: "09020", weight: 2, scene: "stall", said: ["农贸市场地面湿滑，摊位脏乱。"] },
  { kind: "event", code: "10987", weight: 2, scene: "green", said: ["积水容器里有很多蚊子幼虫。"] },
  { kind: "event", code: "10985", weight: 2, scene: "rubbish", said: ["楼道里堆满纸板。"] },
  { kind: "component", code: "01037", weight: 4, scene: "road", said: ["路灯连续几天不亮。"] },
  { kind: "component", code: "01003", weight: 2, scene: "road", said: ["雨水井盖破损，边上下沉。"] },
  { kind: "component", code: "03001", weight: 3, scene: "rubbish", said: ["公厕地面积水，异味重。"] },
  { kind: "component", code: "03005", weight: 2, scene: "rubbish", said: ["果皮箱损坏倾倒。"] },
  { kind: "component", code: "04002", weight: 2, scene: "green", said: ["行道树枝折断，挂在半空。"] },
];

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
  ["whistle", 0.02],
  ["leader", 0.012],
  ["solve_here", 0.12],
];

/** Every state in which a ticket may be waiting, so that each desk and unit has something to do. */
const waitingStates: TicketState[] = [
  "reported",
  "checking",
  "proposed",
  "filed",
  "assigned",
  "handling",
  "unit_review",
  "handed_back",
  "inspecting",
  "closing",
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
  random: SeededRandom;
  from: number;
  until: number;
  count: number;
  say: (text: string) => void;
};

export async function makeTickets(options: TicketOptions): Promise<number> {
  const { context, staff, album, random, from, until, count, say } = options;
  const { db, hmac } = context;
  const cells = await readCells(options);
  const kinds = await readClasses(options);
  const world: World = {
    db,
    hmac,
    staff,
    album,
    until,
    rules: await readRules(db),
    areaCode: new Map(
      (await db.select({ id: areas.id, code: areas.code }).from(areas)).map(({ id, code }) => [id, code]),
    ),
    classes: new Map([...kinds.values()].map((kind) => [kind.id, kind])),
  };
  const plans: { plan: Plan; startedAt: number }[] = [];
  const moments = Array.from({ length: count }, (_, index) => moment(random, from, until, index, count)).sort(
    (a, b) => a - b,
  );
  for (const [index, at] of moments.entries()) {
    const made = await report({ ...options, cells, kinds, index, at });
    if (made) plans.push({ plan: made, startedAt: at });
    if ((index + 1) % 200 === 0) say(`${index + 1}/${count} reported`);
  }
  let done = 0;
  const lives = [...plans];
  const worker = async () => {
    for (let next = lives.shift(); next; next = lives.shift()) {
      await new TicketLife(world, next.plan, random, next.startedAt).run();
      done += 1;
      if (done % 200 === 0) say(`${done}/${plans.length} lived`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return plans.length;
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
  const conditions = await context.db.select().from(classConditions);
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
  let best = { name: "", metres: Number.POSITIVE_INFINITY, at: point };
  for (const { name, line } of roads)
    for (const vertex of line) {
      const metres = distanceMetres(point, vertex);
      if (metres < best.metres) best = { name, metres, at: vertex };
    }
  const dx = point[0] - best.at[0];
  const dy = point[1] - best.at[1];
  const side = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? "东" : "西") : dy > 0 ? "北" : "南";
  return `${best.name}${random.whole(1, 380)}号${side}侧${Math.max(5, Math.round(best.metres / 5) * 5)}米`;
}

function weighed(random: SeededRandom) {
  const total = matters.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.between(0, total);
  for (const matter of matters) {
    left -= matter.weight;
    if (left <= 0) return matter;
  }
  return matters[0];
}

type Situation = TicketOptions & {
  cells: readonly Cell[];
  kinds: Awaited<ReturnType<typeof readClasses>>;
  index: number;
  at: number;
};

const citizens = ["王女士", "李先生", "陈女士", "赵先生", "周阿姨", "吴先生"];

async function report(situation: Situation): Promise<Plan | null> {
  const { context, staff, album, random, roads, cells, kinds, at, index, until } = situation;
  const matter = weighed(random);
  const kind = matter && kinds.get(`${matter.kind}|${matter.code}`);
  if (!matter || !kind) throw new Error("the catalogue lacks a class of the demo");
  // A third of all happens in the first street: its people are the ones a visitor signs in as.
  const first = cells.filter(({ communityCode }) =>
    communityCode.startsWith(cells[0]?.communityCode.slice(0, 9) ?? ""),
  );
  const cell = random.has(0.3) ? random.pick(first) : random.pick(cells);
  const point = pointIn(random, cell);
  const clock = () => new Date(at);
  const by = (actor: Actor): Context => ({ ...context, actor, clock });
  const base = {
    classId: kind.id,
    lng: point[0],
    lat: point[1],
    placeWords: placeWords(random, roads, point),
    description: random.pick(matter.said),
  };
  const photo = async (actor: Actor, when: "before" | "after") =>
    upload(by(actor), random.pick(album[matter.scene][when]));
  const worker = staff.filter(
    ({ post, actor }) =>
      post === "grid_worker" && actor.appointments.some(({ cellIds }) => cellIds.includes(cell.id)),
  );
  const dice = random.next();
  if (dice < 0.45 && worker.length > 0) {
    const { actor } = random.pick(worker);
    if (kind.isSelfHandleable && random.has(0.4)) {
      await selfHandleTicket(by(actor), {
        ...base,
        result: random.pick(["已当场清理。", "已劝导并恢复。", "已摆放整齐。"]),
        beforePhotos: [await photo(actor, "before")],
        afterPhotos: [await photo(actor, "after")],
      });
      return null;
    }
    const { number } = await reportTicket(by(actor), { ...base, photos: [await photo(actor, "before")] });
    return planOf(situation, number, matter.scene, kind);
  }
  const actor: Actor =
    dice < 0.7
      ? { kind: "public", ticketId: null }
      : random.pick(
          staff.filter(
            ({ post }) => post === (dice < 0.82 ? "call_taker" : dice < 0.95 ? "supervisor" : "acceptor"),
          ),
        ).actor;
  const isCitizen = actor.kind === "public" || dice < 0.82;
  const { number } = await reportTicket(by(actor), {
    ...base,
    ...(isCitizen && random.has(0.6)
      ? {
          reporterName: random.pick(citizens),
          reporterPhone: `1380000${String(random.whole(0, 9999)).padStart(4, "0")}`,
        }
      : {}),
    photos: dice < 0.7 || dice >= 0.82 ? [await photo(actor, "before")] : [],
  });
  if (index > 0 && random.has(0.02) && until - at > dayMs) await mergeEarlier(situation, number, base);
  return planOf(situation, number, matter.scene, kind);
}

/** A second citizen reports the same; the acceptor sees it and merges. */
async function mergeEarlier(
  { context, staff, random, at }: Situation,
  number: string,
  base: object,
): Promise<void> {
  const again = await reportTicket(
    { ...context, actor: { kind: "public", ticketId: null }, clock: () => new Date(at + 6 * minuteMs) },
    base,
  );
  const acceptor = random.pick(
    staff.filter(
      ({ post, actor }) =>
        post === "acceptor" && actor.appointments.some(({ areaLevel }) => areaLevel === "city"),
    ),
  ).actor;
  await mergeTicket(
    { ...context, actor: acceptor, clock: () => new Date(at + 11 * minuteMs) },
    {
      number: again.number,
      version: 1,
      intoNumber: number,
      reply: "该问题已有人反映，正在处理，进展以原案件为准。",
    },
  );
}

function planOf(
  { random, at, until }: Situation,
  number: string,
  scene: SceneKind,
  { id: classId, isSelfHandleable }: { id: string; isSelfHandleable: boolean },
): Plan {
  const turns = turnShares
    .filter(([turn, share]) => random.has(share) && (turn !== "solve_here" || isSelfHandleable))
    .map(([turn]) => turn);
  const isRecent = until - at < 3 * dayMs;
  const pace = random.has(0.84) ? random.between(0.15, 0.95) : random.between(1.05, 2.4);
  const stopAt =
    isRecent && random.has(0.65)
      ? random.pick(waitingStates)
      : random.has(0.012)
        ? random.pick(["handling", "assigned"] as const)
        : null;
  // What lies over open tickets is what a dispatcher looks for, so recent ones carry more of it.
  const laid: Turn[] = ["extension", "deferral", "long_term", "supervise", "dispute", "leader", "whistle"];
  const extra =
    isRecent && (stopAt === "handling" || stopAt === "assigned") && random.has(0.6)
      ? [random.pick(laid)]
      : [];
  const needed: Turn[] = stopAt === "checking" ? ["check"] : extra;
  return { number, scene, classId, turns: [...new Set([...turns, ...needed])], stopAt, pace };
}
