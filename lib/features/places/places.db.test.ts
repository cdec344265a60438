import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { basemapFeatures, places } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { locate } from "../shared/locate";
import { listReportableClasses } from "../tickets/list-reportable-classes";
import { loadReportRules } from "../tickets/load-report-rules";
import { reportTicket } from "../tickets/report-ticket";
import { findPlaces } from "./find-places";
import { listNearbyReports } from "./list-nearby-reports";
import { listReportAreas } from "./list-report-areas";
import { pointInArea } from "./point-in-area";

/** What helps somebody without an account to say where and what. */
let own: TestDatabase;
let city: SmallCity;
const clock = () => new Date("2026-03-10T02:00:00Z");
const nobody: Actor = { kind: "public", ticketId: null };
const context = () => contextOf(own.db, nobody, clock);

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  await own.db.insert(basemapFeatures).values({
    layer: "roads",
    kind: "residential",
    name: "和平路",
    minZoom: 10,
    // From the first community into the second: its middle lies between them.
    geometry: {
      type: "LineString",
      coordinates: [
        [110.002, 30.005],
        [110.012, 30.005],
        [110.022, 30.005],
        [110.038, 30.005],
      ],
    },
    west: 110.002,
    south: 30.005,
    east: 110.038,
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

test("a place is found by its name in a sentence, and by how its name begins", async () => {
  const names = async (words: string) => (await findPlaces(context(), { words })).map(({ name }) => name);
  expect(await names("和平路12号东侧30米")).toEqual(["和平路"]);
  expect(await names("中心小学门口，靠和平路")).toEqual(["中心小学", "和平路"]);
  expect(await names("和平")).toEqual(["和平路"]);
  expect(await names("路")).toEqual([]);
  expect(await names("%%")).toEqual([]);
  expect((await findPlaces(context(), { words: "community 990101001002" }))[0]).toMatchObject({
    kind: "area",
  });
});

test("a place is found by how it sounds, and a street once however many pieces it has", async () => {
  const [first] = await own.db.select().from(basemapFeatures);
  if (!first) throw new Error("there is a road");
  const { id: _, ...piece } = first;
  await own.db.insert(basemapFeatures).values([piece, piece, { ...piece, name: "和平里" }]);
  const names = async (words: string) => (await findPlaces(context(), { words })).map(({ name }) => name);
  expect(await names("hepinglu")).toEqual(["和平路"]);
  expect((await names("hpl")).toSorted()).toEqual(["和平路", "和平里"].toSorted());
  expect(await names("ｈｐｌｕ")).toEqual(["和平路"]);
  expect(await names("hepinglu12hao")).toEqual(["和平路"]);
  expect(await names("zxxx")).toEqual(["中心小学"]);
  expect(await names("xiaoxue")).toEqual(["中心小学"]);
  expect(await names("和平路8號")).toEqual(["和平路"]);
  expect(await names("中心小學")).toEqual(["中心小学"]);
});

test("without a map the road named in the words is taken where it runs through the chosen community", async () => {
  const second = city.areaOf("990101001002");
  const { point, isByName } = await pointInArea(context(), { code: second.code, words: "和平路边上" });
  expect(isByName).toBe(true);
  expect(await locate(own.db, point)).toMatchObject({ isInside: true, location: { communityId: second.id } });
});

test("a name from elsewhere does not count: then it is a point inside the chosen area", async () => {
  const far = city.areaOf("990102002002");
  const { point, isByName } = await pointInArea(context(), { code: far.code, words: "中心小学" });
  expect(isByName).toBe(false);
  expect(await locate(own.db, point)).toMatchObject({ isInside: true, location: { communityId: far.id } });
  await expect(pointInArea(context(), { code: "000000000000", words: "" })).rejects.toMatchObject({
    code: "invalid",
    fields: { area: "unknown" },
  });
});

test("the areas to choose from are the communities with what they lie in", async () => {
  const listed = await listReportAreas(context(), {});
  expect(listed.length).toBe(8);
  expect(listed[0]).toMatchObject({ code: "990101001001", parentName: "street 990101001" });
});

test("a report nearby is told by class and state, without number, words or place", async () => {
  const [cell] = city.cells;
  const [kind, other] = city.classes;
  if (!cell || !kind || !other) throw new Error("the small city has cells and classes");
  const [lng, lat] = cell.point;
  const { number } = await reportTicket(context(), {
    classId: kind.id,
    lng,
    lat,
    placeWords: "和平路口",
    description: "有一堆垃圾",
    reporterName: "赵敏",
  });
  const near = await listNearbyReports(context(), { lng: lng + 0.0002, lat, classId: kind.id });
  expect(near).toEqual([
    {
      name: "测试类 0",
      nameEn: "test class 0",
      state: "reported",
      isOverdue: false,
      isSuspended: false,
      withinMetres: 50,
    },
  ]);
  expect(JSON.stringify(near)).not.toContain(number);
  expect(await listNearbyReports(context(), { lng: lng + 0.001, lat, classId: kind.id })).toEqual([]);
  expect(await listNearbyReports(context(), { lng, lat, classId: other.id })).toEqual([]);
  const tomorrow = { ...context(), clock: () => new Date("2026-03-11T03:00:00Z") };
  expect(await listNearbyReports(tomorrow, { lng, lat, classId: kind.id })).toEqual([]);
});

test("classes for residents carry their group, and nothing about rules inside the house", async () => {
  const [first] = await listReportableClasses(context(), {});
  expect(Object.keys(first ?? {}).sort()).toEqual(["code", "group", "id", "kind", "name", "nameEn"]);
  expect(first?.group).toBe("other");
  expect(await loadReportRules(context(), {})).toEqual({ noticeVersion: "1" });
});
