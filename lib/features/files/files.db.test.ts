import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachments } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { resetEnv } from "@/lib/env";
import { fileStore } from "@/lib/storage/file-store";
import { storePhoto } from "@/lib/storage/store-photo";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { reportTicket } from "../tickets/report-ticket";
import { loadFile } from "./load-file";
import { registerUpload } from "./register-upload";
import { sweepLock, sweepUploads } from "./sweep-uploads";

const nobody: Actor = { kind: "public", ticketId: null };
const t0 = new Date("2026-03-02T02:00:00Z");
let database: TestDatabase;
let city: SmallCity;
let folder: string;
let shade = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-files-"));
  process.env.GRIDKEEP_DATA = folder;
  resetEnv();
  database = await createTestDatabase();
  city = await makeSmallCity(database.db);
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const as = (actor: Actor) => contextOf(database.db, actor, () => t0);

async function upload(actor: Actor, sameAsBefore = false) {
  if (!sameAsBefore) shade += 1;
  const bytes = await sharp({
    create: { width: 60, height: 40, channels: 3, background: { r: shade, g: 9, b: 9 } },
  })
    .jpeg()
    .toBuffer();
  async function* body() {
    yield new Uint8Array(bytes);
  }
  const stored = await storePhoto(body());
  return { ...stored, ...(await registerUpload(as(actor), stored)) };
}

async function sees(actor: Actor, input: { id: string; token?: string }): Promise<boolean> {
  try {
    await loadFile(as(actor), input);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}

test("a photo that belongs to no ticket is seen by whoever holds its token, and by nobody else", async () => {
  const photo = await upload(nobody);
  const leader = await city.makeActor("leader");
  expect(await sees(nobody, { id: photo.id, token: photo.token })).toBe(true);
  expect(await sees(nobody, { id: photo.id })).toBe(false);
  expect(await sees(nobody, { id: photo.id, token: "another-token-of-the-right-size" })).toBe(false);
  expect(await sees(leader, { id: photo.id })).toBe(false);
});

test("once attached it is seen by those who see the ticket; its token is worth nothing any more", async () => {
  const photo = await upload(nobody);
  const [cell] = city.cells;
  const [kind] = city.classes;
  if (!cell || !kind) throw new Error("no scenery");
  const [lng, lat] = cell.point;
  const report = { classId: kind.id, lng, lat, placeWords: "人民路88号东侧30米", description: "垃圾堆放" };
  await reportTicket(as(nobody), { ...report, photos: [photo.token] });
  expect(await sees(nobody, { id: photo.id, token: photo.token })).toBe(false);
  expect(await sees(await city.makeActor("leader"), { id: photo.id })).toBe(true);
  expect(await sees(await city.makeActor("system_admin"), { id: photo.id })).toBe(false);
  await database.db.update(attachments).set({ isPublic: true }).where(eq(attachments.id, photo.id));
  expect(await sees(nobody, { id: photo.id })).toBe(true);
});

test("an auditor and an unknown actor upload nothing", async () => {
  const stored = await upload(nobody);
  const { token: _token, id: _id, position: _position, ...facts } = stored;
  const auditor = await city.makeActor("audit_admin");
  await expect(registerUpload(as(auditor), facts)).rejects.toMatchObject({ code: "forbidden" });
});

test("after a day unused photos go, with the bytes that no other photo shares", async () => {
  const alone = await upload(nobody);
  const first = await upload(nobody);
  const twin = await upload(nobody, true);
  expect(twin.sha256).toBe(first.sha256);
  const later = new Date(t0.getTime() + 25 * 3_600_000);
  await database.db.update(attachments).set({ createdAt: later }).where(eq(attachments.id, twin.id));
  expect(await sweepUploads(database.db, new Date(t0.getTime() + 23 * 3_600_000))).toBe(0);
  expect(await sweepUploads(database.db, later)).toBeGreaterThan(1);
  expect(await fileStore().sizeOf(alone.sha256)).toBeNull();
  expect(await fileStore().sizeOf(first.sha256)).not.toBeNull();
  expect(await sees(nobody, { id: twin.id, token: twin.token })).toBe(true);
});

test("while a backup copies, what its snapshot names is not swept away", async () => {
  const photo = await upload(nobody);
  const later = new Date(t0.getTime() + 50 * 3_600_000);
  await database.db.transaction(async (backup) => {
    await backup.execute(sql`select pg_advisory_xact_lock(${sweepLock})`);
    expect(await sweepUploads(database.db, later)).toBe(0);
    expect(await sees(nobody, { id: photo.id, token: photo.token })).toBe(true);
  });
  expect(await sweepUploads(database.db, later)).toBeGreaterThan(0);
  expect(await fileStore().sizeOf(photo.sha256)).toBeNull();
});
