import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/domain/actor";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import type { LngLat } from "@/lib/geo/geojson";
import { tileAt } from "@/lib/geo/tile";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { ticketTile } from "./map-tiles";

let own: TestDatabase;
let city: SmallCity;
let dispatcher: UserActor;
const clock = () => new Date("2026-03-10T02:00:00Z");
const first = (): LngLat => city.cells[0]?.point ?? [0, 0];

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  dispatcher = await city.makeActor("dispatcher");
});
afterAll(() => own.drop());

async function report(cell: number): Promise<string> {
  const acceptor = await city.makeActor("acceptor");
  const [lng, lat] = city.cells[cell]?.point ?? [0, 0];
  const { number } = await ticketVerbs.report(contextOf(own.db, acceptor, clock), {
    classId: city.classes[0]?.id,
    lng,
    lat,
    placeWords: "测试路口",
    description: "有一堆垃圾",
  });
  return number;
}

async function read(actor: UserActor, z: number, isKnown = false) {
  const asked = { show: "open" as const, isKnown };
  const { etag, read } = await ticketTile(contextOf(own.db, actor, clock), tileAt(first(), z), asked);
  const { layers } = new VectorTile(new PbfReader((await read()).bytes));
  const features = Object.values(layers).flatMap((layer) =>
    Array.from({ length: layer.length }, (_, at) => layer.feature(at)),
  );
  const numbers = features.flatMap(({ properties: { number } }) => number ?? []);
  const count = features.reduce((sum, { properties }) => sum + Number(properties.count ?? 0), 0);
  return { etag, numbers, count };
}

test("a ticket shows at its place with its number, and in the counts above", async () => {
  const number = await report(0);
  expect((await read(dispatcher, 15)).numbers).toEqual([number]);
  expect((await read(dispatcher, 10)).count).toBe(1);
});

test("what was not folded yet counts once, before the fold and after", async () => {
  await report(1);
  expect((await read(dispatcher, 10)).count).toBe(2);
  await foldCounters(own.db);
  expect((await read(dispatcher, 10)).count).toBe(2);
  await report(1);
  expect((await read(dispatcher, 10)).count).toBe(3);
});

test("a tile has one name until something is committed, whichever way it is asked for", async () => {
  const { etag } = await read(dispatcher, 15);
  expect((await read(dispatcher, 15, true)).etag).toBe(etag);
  expect((await read(dispatcher, 15)).etag).toBe(etag);
  const number = await report(0);
  const after = await read(dispatcher, 15, true);
  expect(after.etag).not.toBe(etag);
  expect(after.numbers).toContain(number);
});

test("who may not see a ticket sees neither its point nor its count, also after somebody who may", async () => {
  const elsewhere = await city.makeActor("street_desk", city.areaOf("990102002"));
  const { numbers } = await read(dispatcher, 15);
  expect(numbers.length).toBeGreaterThan(0);
  const theirs = [await read(elsewhere, 15), await read(elsewhere, 10)];
  expect(theirs.map(({ numbers, count }) => [numbers.length, count])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(theirs[0]?.etag).not.toBe((await read(dispatcher, 15)).etag);
});

test("nobody without an account sees a tile of tickets", async () => {
  const nobody = contextOf(own.db, { kind: "public", ticketId: null }, clock);
  const asked = ticketTile(nobody, tileAt(first(), 15), { show: "open", isKnown: false });
  await expect(asked).rejects.toMatchObject({ code: "not_signed_in" });
});
