import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { events, outsideReports } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { listOutsideReports } from "../administration/list-outside-reports";
import { checkInvariants } from "../audit/check-invariants";
import { keepOutsideReport } from "./keep-outside-report";

let own: TestDatabase;
let city: SmallCity;
const clock = () => new Date("2026-03-10T02:00:00Z");
const nobody: Actor = { kind: "public", ticketId: null };
const by = (actor: Actor) => contextOf(own.db, actor, clock);
// About a kilometre west of the small city's border.
const outside = { lng: 109.99, lat: 30.005, placeWords: "邻县国道边", description: "路边倒了一车渣土" };

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
});
afterAll(async () => {
  const { problems } = await checkInvariants(own.db);
  await own.drop();
  expect(problems).toEqual([]);
});

const kept = () => own.db.select().from(outsideReports);
const told = () =>
  own.db
    .select()
    .from(events)
    .where(and(eq(events.subjectKind, "city"), eq(events.type, "outside_report.kept")));

test("a report from beyond the border is kept with its distance, and told by exactly one event without its words", async () => {
  const { metresOutside } = await keepOutsideReport(by(nobody), outside);
  expect(metresOutside).toBeGreaterThan(900);
  const [row] = await kept();
  expect(row).toMatchObject({ ...outside, metresOutside, handedOverAt: null, reportedAt: clock() });
  const history = await told();
  expect(history.length).toBe(1);
  expect(history[0]).toMatchObject({ subjectId: row?.id, actorKind: "public", seq: 1 });
  expect(JSON.stringify(history)).not.toContain(outside.description);
  expect(JSON.stringify(history)).not.toContain(outside.placeWords);
});

test("inside it is an ordinary report; too far away no neighbour answers for it; neither leaves a trace", async () => {
  const before = [(await kept()).length, (await told()).length];
  const [cell] = city.cells;
  const inside = { ...outside, lng: cell?.point[0], lat: cell?.point[1] };
  await expect(keepOutsideReport(by(nobody), inside)).rejects.toMatchObject({
    code: "invalid",
    fields: { place: "inside_city" },
  });
  await expect(keepOutsideReport(by(nobody), { ...outside, lng: 100 })).rejects.toMatchObject({
    code: "invalid",
    fields: { place: "too_far" },
  });
  await expect(keepOutsideReport(by(nobody), { ...outside, description: " " })).rejects.toMatchObject({
    fields: { description: "required" },
  });
  await expect(
    keepOutsideReport(by(nobody), { ...outside, reporterPhone: "13800001111" }),
  ).rejects.toMatchObject({ code: "invalid" });
  expect([(await kept()).length, (await told()).length]).toEqual(before);
});

test("who may not report may not keep one, and who may not see the directory sees no list", async () => {
  await expect(keepOutsideReport(by(await city.makeActor("dispatcher")), outside)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(listOutsideReports(by(nobody), {})).rejects.toMatchObject({ code: "forbidden" });
});

test("many at once do not wait for each other: each has a chain of its own", async () => {
  const before = (await told()).length;
  await Promise.all(Array.from({ length: 5 }, () => keepOutsideReport(by(nobody), outside)));
  expect((await told()).length).toBe(before + 5);
});

test("the list is searched by place and words", async () => {
  await keepOutsideReport(by(nobody), { ...outside, placeWords: "河对岸码头", description: "有人烧轮胎" });
  const admin = by(await city.makeActor("system_admin"));
  const { rows, total } = await listOutsideReports(admin, { q: "轮胎" });
  expect([total, rows.map(({ placeWords }) => placeWords)]).toEqual([1, ["河对岸码头"]]);
  expect((await listOutsideReports(admin, {})).total).toBe((await kept()).length);
});
