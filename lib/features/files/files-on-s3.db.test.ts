import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { resetEnv } from "@/lib/env";
import { fileStore } from "@/lib/storage/file-store";
import { storePhoto } from "@/lib/storage/store-photo";
import { type S3Server, s3Variables, startS3Server } from "@/tests/support/s3-server";
import { contextOf, makeSmallCity } from "@/tests/support/small-city";
import { checkFiles } from "../audit/check-files";
import { reportTicket } from "../tickets/report-ticket";
import { loadFile } from "./load-file";
import { registerUpload } from "./register-upload";
import { sweepUploads } from "./sweep-uploads";

const t0 = new Date("2026-03-02T02:00:00Z");
let database: TestDatabase;
let server: S3Server;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-s3-files-"));
  server = await startS3Server();
  Object.assign(process.env, { GRIDKEEP_DATA: folder }, s3Variables(server.settings));
  resetEnv();
  database = await createTestDatabase();
});

afterAll(async () => {
  for (const name of Object.keys(s3Variables(server.settings))) delete process.env[name];
  resetEnv();
  await database.drop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function upload(shade: number) {
  const bytes = await sharp({
    create: { width: 60, height: 40, channels: 3, background: { r: shade * 50, g: 9, b: 9 } },
  })
    .jpeg()
    .toBuffer();
  async function* body() {
    yield new Uint8Array(bytes);
  }
  const stored = await storePhoto(body());
  return { ...stored, ...(await registerUpload(as(), stored)) };
}

const as = () => contextOf(database.db, { kind: "public", ticketId: null }, () => t0);

test("a photo goes into the bucket, onto its ticket and out again; nothing of it stays on the disk", async () => {
  const city = await makeSmallCity(database.db);
  const photo = await upload(1);
  const [cell] = city.cells;
  const [kind] = city.classes;
  if (!cell || !kind) throw new Error("no scenery");
  const [lng, lat] = cell.point;
  await reportTicket(as(), {
    ...{ classId: kind.id, lng, lat, placeWords: "人民路88号东侧30米", description: "垃圾堆放" },
    photos: [photo.token],
  });
  const leader = await city.makeActor("leader");
  const row = await loadFile(
    contextOf(database.db, leader, () => t0),
    { id: photo.id },
  );
  const file = await fileStore().open(row.sha256);
  if (!file) throw new Error("the photo is not in the bucket");
  const bytes = await buffer(file.stream);
  expect([bytes.length, file.size]).toEqual([photo.bytes, photo.bytes]);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 60, height: 40 });
  expect(readdirSync(folder)).toEqual(["quarantine"]);
  expect(readdirSync(path.join(folder, "quarantine"))).toEqual([]);
});

test("whoever checks finds a photo missing from the bucket, and one that was changed there", async () => {
  const [gone, changed] = [await upload(2), await upload(3)];
  expect((await checkFiles(database.db, fileStore())).problems).toEqual([]);
  await fileStore().remove(gone.thumbSha256);
  await fetch(`${server.settings.endpoint}/photos/files/${changed.sha256.slice(0, 2)}/${changed.sha256}`, {
    method: "PUT",
    body: new Uint8Array(changed.bytes),
  });
  const details = async (mode: { isEveryByteRead: boolean }) =>
    (await checkFiles(database.db, fileStore(), mode)).problems.map(({ id, detail }) => `${id} ${detail}`);
  const missing = `${gone.id} its thumbnail is not in the store`;
  expect(await details({ isEveryByteRead: false })).toEqual([missing]);
  expect(await details({ isEveryByteRead: true })).toEqual([
    missing,
    `${changed.id} its photo in the store has other bytes than its name says`,
  ]);
});

test("while the bucket is away no row goes that knows which bytes to remove", async () => {
  const photo = await upload(4);
  const later = new Date(t0.getTime() + 25 * 3_600_000);
  await server.close();
  await expect(sweepUploads(database.db, later)).rejects.toMatchObject({ code: "unavailable" });
  expect(await loadFile(as(), { id: photo.id, token: photo.token })).toMatchObject({ sha256: photo.sha256 });
  await expect(upload(5)).rejects.toMatchObject({ code: "unavailable" });
});
