import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataVersions, grids, settings } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/domain/actor";
import { sumFigures } from "@/lib/domain/progress";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { loadMapFrame } from "../map/load-map-frame";
import { ticketVerbs } from "../ticket-verbs";
import { foldCounters } from "./fold-counters";
import { loadCellCounts } from "./load-cell-counts";
import { loadProgress } from "./load-progress";

let own: TestDatabase;
let city: SmallCity;
let acceptor: UserActor;
const nobody = { kind: "public", ticketId: null } as const;
const day = (text: string) => () => new Date(`${text}T02:00:00Z`);
const now = day("2026-03-10");

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  acceptor = await city.makeActor("acceptor");
});
afterAll(() => own.drop());

const read = (cell?: string) => loadProgress(contextOf(own.db, nobody, now), { cell });

async function report(cellIndex: number, clock: () => Date) {
  const cell = city.cells[cellIndex];
  return ticketVerbs.report(contextOf(own.db, acceptor, clock), {
    classId: city.classes[0]?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "有人在此倾倒垃圾",
  });
}

test("every cell is there from the start, with a count of none", async () => {
  const { cells, groups, chosen } = await read();
  expect(cells).toHaveLength(city.cells.length);
  expect(sumFigures(cells)).toEqual({ open: 0, overdue: 0, solved: 0, total: 0, ended: 0, recent: 0 });
  expect(groups.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(chosen).toBeNull();
});

test("what was not folded yet counts, and a fold changes no figure", async () => {
  await report(0, now);
  const { number, version } = await report(0, now);
  await ticketVerbs.decline(contextOf(own.db, acceptor, now), {
    number,
    version,
    reason: "不属于管理范围",
    reply: "请向物业反映",
  });
  await report(3, day("2026-01-05"));
  const before = await read();
  const [first] = before.cells.filter(({ open }) => open > 0);
  expect(first).toMatchObject({ open: 1, overdue: 0, solved: 0, total: 1, ended: 1, recent: 2 });
  expect(sumFigures(before.cells)).toMatchObject({ open: 2, ended: 1, recent: 2 });
  await foldCounters(own.db);
  const after = await read();
  expect(after.cells).toEqual(before.cells);
  expect(after.groups).toEqual(before.groups);
});

test("the page and the tiles of its map count alike once folded", async () => {
  await foldCounters(own.db);
  const tiles = await loadCellCounts(contextOf(own.db, nobody, now), {});
  const { cells } = await read();
  for (const { code, open, overdue, solved, total } of tiles)
    expect(cells.find((cell) => cell.code === code)).toMatchObject({ open, overdue, solved, total });
});

test("a chosen cell comes with its own states; an unknown one is nobody", async () => {
  const { cells } = await read();
  const code = cells.find(({ ended }) => ended > 0)?.code;
  const { chosen, chosenGroups } = await read(code);
  expect(chosen?.code).toBe(code);
  expect(Object.fromEntries(chosenGroups.map(({ group, count }) => [group, count]))).toMatchObject({
    reported: 1,
    refused: 1,
    closed: 0,
  });
  expect((await read("no such cell")).chosen).toBeNull();
});

test("nothing of a ticket but its counts is told", async () => {
  const told = JSON.stringify(await read());
  expect(told).not.toContain("垃圾");
  expect(told).not.toContain("路口");
  const { rows } = await own.db.execute<{ number: string }>(sql`select number from tickets`);
  for (const { number } of rows) expect(told).not.toContain(number);
});

test("a cell that was ended is no longer shown", async () => {
  const { cells } = await read();
  const last = cells.at(-1);
  await own.db.update(grids).set({ validTo: "2026-03-01" }).where(sql`code = ${last?.code}`);
  expect((await read()).cells.map(({ code }) => code)).not.toContain(last?.code);
});

test("the map's frame names the city, its box, the review number of the setting and the data's attribution", async () => {
  const frame = () => loadMapFrame(contextOf(own.db, nobody, now), {});
  expect(await frame()).toMatchObject({ cityName: "city 990000", reviewNumber: "", attribution: "" });
  await own.db.insert(settings).values({
    key: "map.reviewNumber",
    value: "测S(2026)001号",
    validFrom: new Date("2026-01-01T00:00:00Z"),
  });
  await own.db.insert(dataVersions).values({
    layer: "basemap",
    version: 1,
    changedAt: "2026-01-01T00:00:00Z",
    note: { source: "city", attribution: "© OpenStreetMap contributors" },
  });
  expect(await frame()).toMatchObject({
    attribution: "© OpenStreetMap contributors",
    reviewNumber: "测S(2026)001号",
    box: { west: expect.any(Number), south: expect.any(Number) },
  });
});
