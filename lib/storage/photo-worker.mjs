// Runs in a child process of its own with little memory and no secrets: whatever a hostile file does to a decoder,
// it does it here. Started by run-photo-worker.ts with the file to read and the two files to write.
import { open, readFile } from "node:fs/promises";
import process from "node:process";
import exifr from "exifr";
import sharp from "sharp";

const [, , source, fullTarget, thumbTarget] = process.argv;
const maxPixels = 50_000_000;
const maxMemoryBytes = 512 * 1024 * 1024;
const fullSide = 2560;
const thumbSide = 320;

// Native memory is not counted by V8's limit. Decoding runs on other threads, so this timer keeps ticking.
setInterval(() => {
  if (process.memoryUsage.rss() > maxMemoryBytes) process.exit(137);
}, 25).unref();

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegFile",
    "VipsForeignLoadPngFile",
    "VipsForeignLoadWebpFile",
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
  ],
});

class Refused extends Error {}

function refuse(problem) {
  throw new Refused(problem);
}

/** By content, never by name or by what the sender says. */
async function sniff() {
  const file = await open(source, "r");
  const head = Buffer.alloc(64);
  try {
    await file.read(head, 0, 64, 0);
  } finally {
    await file.close();
  }
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png";
  const text = head.toString("latin1");
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (text.slice(4, 8) === "ftyp") {
    return /heic|heix|hevc|heim|heis|mif1|msf1|heif|avif|avis/.test(text.slice(8))
      ? refuse("heic")
      : refuse("not_a_photo");
  }
  if (/^GIF8[79]a/.test(text)) return refuse("animated");
  return refuse("not_a_photo");
}

/** An animated PNG says so in a chunk before its first pixels. */
async function isAnimatedPng() {
  const file = await open(source, "r");
  const header = Buffer.alloc(8);
  try {
    for (let at = 8, count = 0; count < 1000; count += 1) {
      const { bytesRead } = await file.read(header, 0, 8, at);
      if (bytesRead < 8) return false;
      const name = header.toString("latin1", 4, 8);
      if (name === "acTL") return true;
      if (name === "IDAT" || name === "IEND") return false;
      at += 12 + header.readUInt32BE(0);
    }
    return false;
  } finally {
    await file.close();
  }
}

/** Position and time of the shot, read once before every byte of metadata is dropped. */
async function readExif() {
  try {
    const tags = await exifr.parse(await readFile(source), {
      pick: [
        "DateTimeOriginal",
        "OffsetTimeOriginal",
        "GPSLatitude",
        "GPSLongitude",
        "GPSLatitudeRef",
        "GPSLongitudeRef",
      ],
      reviveValues: false,
    });
    const exif = {};
    const { latitude: lat, longitude: lng } = tags ?? {};
    if (Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) <= 90 && Math.abs(lng) <= 180) {
      exif.lat = lat;
      exif.lng = lng;
    }
    const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(String(tags?.DateTimeOriginal ?? ""));
    if (taken) {
      const offset = /^[+-]\d\d:\d\d$/.test(String(tags?.OffsetTimeOriginal)) ? tags.OffsetTimeOriginal : "";
      exif.takenAt = `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}${offset}`;
    }
    return exif;
  } catch {
    return {};
  }
}

const options = { limitInputPixels: maxPixels, failOn: "error", sequentialRead: true };

async function work() {
  const kind = await sniff();
  if (kind === "png" && (await isAnimatedPng())) refuse("animated");
  let facts;
  try {
    facts = await sharp(source, { ...options, limitInputPixels: false }).metadata();
  } catch {
    return refuse("damaged");
  }
  if (facts.format !== kind) refuse("not_a_photo");
  if ((facts.pages ?? 1) > 1) refuse("animated");
  if (!facts.width || !facts.height) refuse("damaged");
  if (facts.width * facts.height > maxPixels) refuse("too_many_pixels");
  const exif = await readExif();
  try {
    const fit = { fit: "inside", withoutEnlargement: true };
    const full = await sharp(source, options)
      .timeout({ seconds: 20 })
      .autoOrient()
      .resize(fullSide, fullSide, fit)
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .webp({ quality: 80, effort: 2 })
      .toFile(fullTarget);
    await sharp(fullTarget, options)
      .resize(thumbSide, thumbSide, fit)
      .webp({ quality: 75, effort: 2 })
      .toFile(thumbTarget);
    return { width: full.width, height: full.height, bytes: full.size, mime: "image/webp", exif };
  } catch {
    return refuse("damaged");
  }
}

try {
  process.send({ photo: await work() }, () => process.exit(0));
} catch (error) {
  process.send({ problem: error instanceof Refused ? error.message : "damaged" }, () => process.exit(0));
}
