import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import exifr from "exifr";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { resetEnv } from "@/lib/env";
import { fileStore } from "./file-store";
import { storePhoto } from "./store-photo";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-photos-"));
  process.env.GRIDKEEP_DATA = folder;
  resetEnv();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await storePhoto(inChunks(bytes));
    return "taken";
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.detail.reason}` : String(error);
  }
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([size, body, check]);
}

function crc(bytes: Uint8Array): number {
  if (typeof crc32 === "function") return crc32(bytes);
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A whole, valid, one-bit PNG of any size, of a few kilobytes. */
function blankPng(width: number, height: number, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 120, g: 90, b: 60 } } });

describe("a photo", () => {
  test("is re-encoded, bounded and bare of metadata; position and time are read once", async () => {
    const original = await plain(3000, 2000)
      .withExif({
        IFD0: { Make: "Maker", Model: "Model" },
        IFD2: { DateTimeOriginal: "2026:04:05 06:07:08", OffsetTimeOriginal: "+08:00" },
        IFD3: {
          GPSLatitudeRef: "N",
          GPSLatitude: "31/1 12/1 0/1",
          GPSLongitudeRef: "E",
          GPSLongitude: "121/1 30/1 0/1",
        },
      })
      .jpeg()
      .toBuffer();
    expect(await exifr.gps(original)).toEqual({ latitude: 31.2, longitude: 121.5 });
    const stored = await storePhoto(inChunks(original));
    expect(stored).toMatchObject({ width: 2560, height: 1707, mime: "image/webp" });
    expect(stored.exif).toEqual({ lat: 31.2, lng: 121.5, takenAt: "2026-04-05T06:07:08+08:00" });
    for (const name of [stored.sha256, stored.thumbSha256]) {
      const bytes = await sharp(path.join(folder, "files", name.slice(0, 2), name)).metadata();
      expect(bytes).toMatchObject({ format: "webp" });
      expect([bytes.exif, bytes.iptc, bytes.xmp]).toEqual([undefined, undefined, undefined]);
    }
    const thumb = await sharp(
      path.join(folder, "files", stored.thumbSha256.slice(0, 2), stored.thumbSha256),
    ).metadata();
    expect(Math.max(thumb.width, thumb.height)).toBe(320);
    expect(await fileStore().sizeOf(stored.sha256)).toBe(stored.bytes);
  });

  test("that stands on its side is turned upright", async () => {
    const original = await plain(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await storePhoto(inChunks(original))).toMatchObject({ width: 200, height: 400 });
  });

  test.each(["jpeg", "png", "webp"] as const)("in %s is taken", async (format) => {
    expect(await refusal(await plain(40, 30).toFormat(format).toBuffer())).toBe("taken");
  });
});

describe("refused in words:", () => {
  test("a text file, whatever its name", async () => {
    expect(await refusal(Buffer.from("this is not a photo, only its name says so"))).toBe(
      "not_a_photo not_a_photo",
    );
  });

  test("a drawing that may hold script, a program, nothing at all", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
    expect(await refusal(Buffer.from(svg))).toBe("not_a_photo not_a_photo");
    expect(await refusal(Buffer.from("MZ\u0090\u0000\u0003"))).toBe("not_a_photo not_a_photo");
    expect(await refusal(Buffer.alloc(0))).toBe("not_a_photo not_a_photo");
  });

  test("30 MB", async () => {
    expect(await refusal(Buffer.alloc(30_000_000, 0xff))).toBe("too_large too_many_bytes");
  });

  test("196 megapixels in a file of a few kilobytes", async () => {
    const bomb = blankPng(14_000, 14_000);
    expect(bomb.length).toBeLessThan(100_000);
    expect((await sharp(bomb, { limitInputPixels: false }).metadata()).width).toBe(14_000);
    expect(await refusal(bomb)).toBe("too_large too_many_pixels");
  });

  test("HEIC as phones make it", async () => {
    const head = Buffer.from("\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic", "latin1");
    expect(await refusal(Buffer.concat([head, Buffer.alloc(2000)]))).toBe("not_a_photo heic");
  });

  test("moving pictures: GIF, PNG, WebP", async () => {
    expect(await refusal(await plain(20, 20).gif().toBuffer())).toBe("not_a_photo animated");
    const control = Buffer.alloc(8);
    control.writeUInt32BE(2);
    expect(await refusal(blankPng(16, 16, [chunk("acTL", control)]))).toBe("not_a_photo animated");
    const frames = [await plain(20, 20).png().toBuffer(), await plain(20, 20).negate().png().toBuffer()];
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await refusal(moving)).toBe("not_a_photo animated");
  });

  test("a photo cut off half-way", async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect(await refusal(whole.subarray(0, whole.length / 3))).toBe("not_a_photo damaged");
  });
});

test("nothing that was sent stays in quarantine", () => {
  expect(readdirSync(path.join(folder, "quarantine"))).toEqual([]);
});
