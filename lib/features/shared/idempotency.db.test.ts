import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { claimKey, keepAnswer, sweepKeys } from "./idempotency";

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

const day = 86_400_000;
const made = new Date("2026-03-02T02:00:00Z");
const after = (days: number) => new Date(made.getTime() + days * day);
const claim = (key: string, now: Date) =>
  claimKey(own.db, { actorKey: "user:1", key, command: "report", input: { words: "灯不亮" }, now });

test("a key gives its first answer for a week, and is forgotten after it", async () => {
  expect(await claim("old", made)).toMatchObject({ isFirst: true });
  await keepAnswer(own.db, { actorKey: "user:1", key: "old" }, { number: "1" });
  expect(await claim("young", after(3))).toMatchObject({ isFirst: true });

  expect(await sweepKeys(own.db, after(7))).toBe(0);
  expect(await claim("old", after(7))).toEqual({ isFirst: false, result: { number: "1" } });

  expect(await sweepKeys(own.db, after(7.1))).toBe(1);
  expect(await claim("old", after(7.1))).toMatchObject({ isFirst: true });
  expect(await claim("young", after(7.1))).toEqual({ isFirst: false, result: null });
});
