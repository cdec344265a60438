import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cityImports, events } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity } from "@/tests/support/small-city";
import { cancelCityImport } from "./cancel-city-import";
import { listCityImports } from "./list-city-imports";
import { startCityImport } from "./start-city-import";
import { beginImport, endImport, noteProgress } from "./track-import";

let own: TestDatabase;
let system: Context;
let security: Context;
let now = new Date("2026-03-02T01:00:00Z");

beforeAll(async () => {
  own = await createTestDatabase();
  const city = await makeSmallCity(own.db);
  const clock = () => now;
  system = contextOf(own.db, await city.makeActor("system_admin"), clock);
  security = contextOf(own.db, await city.makeActor("security_admin"), clock);
});
afterAll(() => own.drop());

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
  return now;
};
const countEvents = () => own.db.$count(events);
async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

test("an import is begun by a system administrator, one at a time, and is one event", async () => {
  const before = await countEvents();
  expect((await refusal(startCityImport(security, { source: "city.osm.pbf" }))).code).toBe("forbidden");
  expect((await refusal(startCityImport(system, { source: "" }))).fields).toEqual({ source: "required" });
  const { id } = await startCityImport(system, { source: "city.osm.pbf" });
  expect(await countEvents()).toBe(before + 1);
  const second = await refusal(startCityImport(system, { source: "other.osm.pbf" }));
  expect([second.code, second.detail]).toEqual([
    "conflict",
    { reason: "import_running", source: "city.osm.pbf" },
  ]);

  const progress = { step: "writing", share: 0.7, now: later(5) } as const;
  expect(await noteProgress(own.db, id, progress)).toEqual({ isCancelAsked: false });
  const { rows } = await listCityImports(system, {});
  expect(rows[0]).toMatchObject({ id, state: "running", step: "writing", share: 0.7, isCancelAsked: false });
  expect((await refusal(listCityImports(security, {}))).code).toBe("forbidden");
  await endImport(own.db, id, { state: "done", report: { name: "小城" }, now: later(1) });
  expect((await listCityImports(system, {})).rows[0]).toMatchObject({
    state: "done",
    report: { name: "小城" },
  });
});

test("asking to stop is one event; the process sees it at its next look, and a finished import cannot be stopped", async () => {
  const { id } = await startCityImport(system, { source: "city.osm.pbf" });
  const before = await countEvents();
  expect((await refusal(cancelCityImport(security, { id }))).code).toBe("forbidden");
  expect((await refusal(cancelCityImport(system, { id: "01a00000-0000-7000-8000-000000000000" }))).code).toBe(
    "not_found",
  );
  await cancelCityImport(system, { id });
  expect(await countEvents()).toBe(before + 1);
  const progress = { step: "cutting", share: 0.5, now: later(1) } as const;
  expect(await noteProgress(own.db, id, progress)).toEqual({ isCancelAsked: true });
  await endImport(own.db, id, { state: "cancelled", report: {}, now: later(1) });
  // What ends after it was ended changes nothing.
  await endImport(own.db, id, { state: "done", report: { name: "小城" }, now: later(1) });
  const [row] = await own.db.select().from(cityImports).where(eq(cityImports.id, id));
  expect(row?.state).toBe("cancelled");
  expect((await refusal(cancelCityImport(system, { id }))).code).toBe("not_found");
});

test("one that was not heard of for a minute has died, and the next one may begin", async () => {
  const id = "01a00000-0000-7000-8000-00000000000a";
  await beginImport(own.db, { id, source: "city.osm.pbf", startedById: null, now: later(1) });
  later(50);
  expect((await refusal(startCityImport(system, { source: "next.osm.pbf" }))).code).toBe("conflict");
  later(20);
  await startCityImport(system, { source: "next.osm.pbf" });
  const [row] = await own.db.select().from(cityImports).where(eq(cityImports.id, id));
  expect(row).toMatchObject({ state: "failed", report: { reason: "died" } });
});
