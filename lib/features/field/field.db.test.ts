import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { basemapFeatures, counters, places } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { nearestAddress } from "../places/nearest-address";
import { reportTicket } from "../tickets/report-ticket";
import { listFrequentClasses } from "./list-frequent-classes";
import { listMyCells } from "./list-my-cells";
import { listReportClasses } from "./list-report-classes";
import { loadCell } from "./load-cell";

let own: TestDatabase;
let city: SmallCity;
const clock = () => new Date("2026-03-02T02:00:00Z");

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  await own.db.insert(basemapFeatures).values({
    layer: "roads",
    kind: "residential",
    name: "和平路",
    minZoom: 10,
    geometry: {
      type: "LineString",
      coordinates: [
        [110, 30.005],
        [110.02, 30.005],
      ],
    },
    west: 110,
    south: 30.005,
    east: 110.02,
    north: 30.005,
  });
  await own.db.insert(places).values({
    id: uuidv7(),
    kind: "school",
    name: "中心小学",
    pinyinKey: "zhong xin xiao xue",
    lng: 110.004,
    lat: 30.0055,
    communityId: city.areaOf("990101001001").id,
    source: "test",
    validFrom: "2020-01-01",
  });
});
afterAll(() => own.drop());

test("a point is told by its road, the nearest place and the side of it, and its cell", async () => {
  const context = contextOf(own.db, { kind: "public", ticketId: null }, clock);
  const found = await nearestAddress(context, { lng: 110.0045, lat: 30.0055 });
  expect(found).toMatchObject({
    isInside: true,
    road: { name: "和平路", metres: 56 },
    place: { name: "中心小学", metres: 48, direction: "east" },
    cell: { code: "990101001001W01" },
  });
});

test("far from everything there is no road and no place; outside the city the distance is said", async () => {
  const context = contextOf(own.db, { kind: "public", ticketId: null }, clock);
  expect(await nearestAddress(context, { lng: 110.035, lat: 30.035 })).toMatchObject({
    road: null,
    place: null,
  });
  const outside = await nearestAddress(context, { lng: 109.99, lat: 30.005 });
  if (outside.isInside) throw new Error("it lies outside");
  expect(outside.metresOutside).toBeGreaterThan(900);
});

test("a grid worker sees the own cells with what is open there; a supervisor without cells none", async () => {
  const [cell] = city.cells;
  if (!cell) throw new Error("the small city has cells");
  const community = city.areaOf("990101001001");
  const worker = contextOf(
    own.db,
    await city.makeActor("grid_worker", community, { cells: [cell.id] }),
    clock,
  );
  await reportTicket(worker, {
    classId: city.classes[0]?.id,
    lng: cell.point[0],
    lat: cell.point[1],
    placeWords: "和平路",
    description: "有一堆垃圾",
    photos: [],
  });
  const cells = await listMyCells(worker, {});
  expect(cells.map(({ code, open, overdue }) => [code, open, overdue])).toEqual([["990101001001W01", 1, 0]]);
  const head = contextOf(own.db, await city.makeActor("grid_head", community), clock);
  expect((await listMyCells(head, {})).length).toBe(2);
  const supervisor = contextOf(own.db, await city.makeActor("supervisor", community), clock);
  expect(await listMyCells(supervisor, {})).toEqual([]);
});

test("a cell tells its team and key places to those who work in it, and does not exist for others", async () => {
  const [cell, foreign] = city.cells;
  if (!cell || !foreign) throw new Error("the small city has cells");
  const community = city.areaOf("990101001001");
  const actor = await city.makeActor("grid_worker", community, { cells: [cell.id] });
  const head = await city.makeActor("grid_head", community);
  await own.db.insert(places).values({
    id: uuidv7(),
    kind: "market",
    name: "和平菜场",
    pinyinKey: "he ping cai chang",
    lng: cell.point[0],
    lat: cell.point[1],
    communityId: community.id,
    cellId: cell.id,
    source: "test",
    validFrom: "2020-01-01",
  });
  const facts = await loadCell(contextOf(own.db, actor, clock), { code: "990101001001W01" });
  expect(facts).toMatchObject({ areaM2: 1e5, placeCount: 1, places: [{ kind: "market", name: "和平菜场" }] });
  expect(facts.team).toContainEqual({ name: actor.name, post: "grid_worker" });
  expect(facts.team).toContainEqual({ name: head.name, post: "grid_head" });
  const foreignCell = { code: "990101001001W02" };
  await expect(loadCell(contextOf(own.db, actor, clock), foreignCell)).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await loadCell(contextOf(own.db, head, clock), foreignCell)).code).toBe("990101001001W02");
  await expect(
    loadCell(contextOf(own.db, await city.makeActor("volunteer"), clock), { code: "990101001001W01" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("the own most frequent classes come first, then those of the own cells; old ones are forgotten", async () => {
  const [, cell] = city.cells;
  const [first, second] = city.classes;
  if (!cell || !first || !second) throw new Error("the small city has cells and classes");
  const community = city.areaOf("990101001001");
  const worker = await city.makeActor("grid_worker", community, { cells: [cell.id] });
  const other = await city.makeActor("grid_worker", community);
  const report = (actor: typeof worker, classId: string) =>
    reportTicket(contextOf(own.db, actor, clock), {
      classId,
      lng: cell.point[0],
      lat: cell.point[1],
      placeWords: "和平路",
      description: "有一堆垃圾",
      photos: [],
    });
  expect(await listFrequentClasses(contextOf(own.db, worker, clock), {})).toEqual([]);
  await report(other, first.id);
  await report(other, first.id);
  await report(worker, second.id);
  expect(await listFrequentClasses(contextOf(own.db, worker, clock), {})).toEqual([second.id, first.id]);
  await own.db.insert(counters).values({
    cellId: cell.id,
    classId: city.classes[2]?.id ?? "",
    day: "2026-02-20",
    state: "closed",
    isOverdue: false,
    count: 7,
  });
  expect(await listFrequentClasses(contextOf(own.db, worker, clock), {})).toEqual([
    second.id,
    first.id,
    city.classes[2]?.id,
  ]);
  const later = () => new Date(clock().getTime() + 91 * 86_400_000);
  expect(await listFrequentClasses(contextOf(own.db, worker, later), {})).toEqual([]);
});

test("classes carry what a search by words and initials needs; who may not report gets none", async () => {
  const worker = contextOf(own.db, await city.makeActor("volunteer"), clock);
  const [first] = await listReportClasses(worker, {});
  expect(first).toMatchObject({ code: "06000", initials: "c0", isSelfHandleable: true });
  const admin = contextOf(own.db, await city.makeActor("system_admin"), clock);
  await expect(listReportClasses(admin, {})).rejects.toBeInstanceOf(AppError);
  await expect(listMyCells(admin, {})).rejects.toBeInstanceOf(AppError);
});
