import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { areas, classLimits, events, settings } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { posts } from "@/lib/domain/posts";
import { setupSteps } from "@/lib/domain/setup-steps";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { loadFrame } from "../shell/load-frame";
import { confirmSetup } from "./confirm-setup";
import { loadSetup } from "./load-setup";

let own: TestDatabase;
let empty: TestDatabase;
let city: SmallCity;
let system: Context;
let minute = 0;
const clock = () => new Date(Date.UTC(2026, 2, 2, 1, minute++));

beforeAll(async () => {
  own = await createTestDatabase();
  empty = await createTestDatabase();
  city = await makeSmallCity(own.db);
  system = contextOf(own.db, await city.makeActor("system_admin"), clock);
});
afterAll(async () => {
  await own.drop();
  await empty.drop();
});

test("before there is a city, every step says what it needs", async () => {
  const setup = await loadSetup({ ...system, db: empty.db }, {});
  expect([setup.done, setup.isDone]).toEqual([0, false]);
  const problems = Object.fromEntries(setup.steps.map(({ step, problems }) => [step, problems]));
  expect(problems).toMatchObject({
    data: ["no_city", "no_cells"],
    calendar: ["no_calendar"],
    units: ["no_units"],
    classes: ["no_classes"],
  });
});

test("the state comes from the data; a confirmed step counts only while nothing it needs is missing", async () => {
  expect((await loadSetup(system, {})).steps.find(({ step }) => step === "data")?.isDone).toBe(true);
  const before = (await own.db.select().from(events)).length;
  await confirmSetup(system, { steps: "classes" });
  expect((await own.db.select().from(events)).length).toBe(before + 1);
  const isDone = async () =>
    (await loadSetup(system, {})).steps.find(({ step }) => step === "classes")?.isDone;
  expect(await isDone()).toBe(true);
  const [limit] = await own.db.select().from(classLimits);
  if (!limit) throw new Error("the small city has limits");
  await own.db.delete(classLimits).where(eq(classLimits.id, limit.id));
  expect(await isDone()).toBe(false);
  await own.db.insert(classLimits).values(limit);
});

test("a step writes what was typed in it, each setting with its event", async () => {
  await confirmSetup(system, { steps: "city", cityName: "滨海市", cityNameEn: "Binhai" });
  const changed = (await own.db.select().from(events).where(eq(events.type, "setting.changed"))).map(
    ({ payload }) => (payload as { key: string }).key,
  );
  expect(changed.slice(-3)).toEqual(["city.name", "city.nameEn", "setup.confirmed"]);
  const frame = await loadFrame(system, {});
  expect(frame.city).toEqual({ name: "滨海市", nameEn: "Binhai" });
  expect((await own.db.select().from(areas).where(eq(areas.level, "city")))[0]?.name).toBe("city 990000");
});

test("wrong steps, the same once more, and other administrators are refused", async () => {
  const before = await own.db.select().from(settings);
  await expect(confirmSetup(system, { steps: "party" })).rejects.toMatchObject({ code: "invalid" });
  await expect(confirmSetup(system, { steps: "" })).rejects.toMatchObject({ fields: { steps: "required" } });
  await expect(confirmSetup(system, { steps: "city" })).rejects.toMatchObject({ code: "conflict" });
  const security = { ...system, actor: await city.makeActor("security_admin") };
  await expect(confirmSetup(security, { steps: "map" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await own.db.select().from(settings)).toEqual(before);
});

test("with everybody at their post and all confirmed, the first day is over", async () => {
  for (const post of posts)
    if (!["system_admin", "section_head", "handler", "line_authority"].includes(post))
      await city.makeActor(post, city.city, { unit: 0 });
  await confirmSetup(system, { steps: [...setupSteps] });
  const setup = await loadSetup(system, {});
  expect(setup.steps.filter(({ isDone }) => !isDone)).toEqual([]);
  expect(setup.isDone).toBe(true);
  expect(setup.security.length).toBe(2);
});
