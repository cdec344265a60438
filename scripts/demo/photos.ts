import sharp from "sharp";
import type { Context } from "@/lib/features/context";
import { registerUpload } from "@/lib/features/files/register-upload";
import { type StoredPhoto, storePhoto } from "@/lib/storage/store-photo";
import type { SeededRandom } from "./city/seeded-random";

export const sceneKinds = ["rubbish", "road", "stall", "parking", "green"] as const;
export type SceneKind = (typeof sceneKinds)[number];
export type Album = Record<SceneKind, { before: StoredPhoto[]; after: StoredPhoto[] }>;

const width = 1000;
const height = 750;

/** Drawn, not photographed: a street by day with the trouble on it, and the same street without it. */
function scene(kind: SceneKind, isBefore: boolean, variant: number, random: SeededRandom): string {
  const shades = ["#c9d3d8", "#d8d0c4", "#c7cfc2"];
  const houses = Array.from({ length: 5 }, (_, index) => {
    const top = 90 + random.whole(0, 110);
    const x = index * 200;
    const windows = Array.from({ length: 12 }, (_unused, pane) => {
      const row = Math.floor(pane / 3);
      return `<rect x="${x + 28 + (pane % 3) * 52}" y="${top + 26 + row * 58}" width="30" height="34" fill="#8ea2ad"/>`;
    });
    return `<rect x="${x}" y="${top}" width="200" height="${400 - top}" fill="${shades[(index + variant) % 3]}"/>${windows.join("")}`;
  });
  const trees = Array.from({ length: 3 }, (_, index) => {
    const x = 120 + index * 360 + random.whole(-40, 40);
    return `<rect x="${x - 8}" y="330" width="16" height="90" fill="#6b5443"/><circle cx="${x}" cy="300" r="62" fill="#5f8a5a"/>`;
  });
  const troubles: Record<SceneKind, () => string> = {
    rubbish: () =>
      Array.from({ length: 14 }, () => {
        const x = 380 + random.whole(0, 300);
        const y = 500 + random.whole(0, 90);
        const colour = random.pick(["#2f3437", "#4a5d3a", "#7a6a52", "#8a8f92", "#9c4a3c"]);
        return `<ellipse cx="${x}" cy="${y}" rx="${26 + random.whole(0, 26)}" ry="${18 + random.whole(0, 18)}" fill="${colour}"/>`;
      }).join(""),
    road: () =>
      `<ellipse cx="520" cy="590" rx="150" ry="52" fill="#3a3d40"/><ellipse cx="540" cy="600" rx="104" ry="32" fill="#6f6250"/><path d="M370 590l-90-30M670 600l100 40" stroke="#4b4f52" stroke-width="7"/>`,
    stall: () =>
      Array.from({ length: 3 }, (_, index) => {
        const x = 220 + index * 210;
        return `<path d="M${x} 430l160 0 -22 -60 -116 0z" fill="${["#a8483c", "#3d6b8c", "#b58a2f"][index]}"/><rect x="${x + 14}" y="430" width="132" height="66" fill="#d9c7a3"/><rect x="${x + 22}" y="404" width="116" height="26" fill="#79905a"/>`;
      }).join(""),
    parking: () =>
      Array.from({ length: 3 }, (_, index) => {
        const x = 130 + index * 260;
        return `<rect x="${x}" y="470" width="210" height="62" rx="18" fill="${["#44566b", "#9aa0a4", "#7d3b3b"][index]}"/><path d="M${x + 40} 470l26-44 84 0 30 44z" fill="#b8c4cc"/><circle cx="${x + 48}" cy="534" r="22" fill="#222"/><circle cx="${x + 162}" cy="534" r="22" fill="#222"/>`;
      }).join(""),
    green: () =>
      Array.from({ length: 20 }, () => {
        const x = random.whole(60, 940);
        const y = 436 + random.whole(0, 44);
        return `<rect x="${x}" y="${y}" width="${14 + random.whole(0, 22)}" height="12" fill="${random.pick(["#e8e4d8", "#b9c6d0", "#8c5b3f"])}" transform="rotate(${random.whole(-30, 30)} ${x} ${y})"/>`;
      }).join(""),
  };
  const lawn = kind === "green" ? `<rect x="0" y="420" width="${width}" height="80" fill="#7ea46c"/>` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="400" fill="#dfe9f0"/>${houses.join("")}
    <rect y="400" width="${width}" height="100" fill="#b9b4aa"/>${lawn}
    <rect y="500" width="${width}" height="250" fill="#83898d"/>
    <path d="M0 620H${width}" stroke="#e9e6dc" stroke-width="8" stroke-dasharray="70 50"/>${trees.join("")}
    ${isBefore ? troubles[kind]() : ""}</svg>`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Two street scenes of each kind, before and after, through the same pipeline as anybody's photo. */
export async function makeAlbum(random: SeededRandom): Promise<Album> {
  const draw = async (kind: SceneKind, isBefore: boolean, variant: number) => {
    const svg = scene(kind, isBefore, variant, random);
    const jpeg = await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
    return storePhoto(once(jpeg));
  };
  const entries = [];
  for (const kind of sceneKinds) {
    const before = [await draw(kind, true, 0), await draw(kind, true, 1)];
    const after = [await draw(kind, false, 0), await draw(kind, false, 1)];
    entries.push([kind, { before, after }] as const);
  }
  return Object.fromEntries(entries) as Album;
}

/** One more upload of a photo of the album, as its taker would send it; answers the token. */
export async function upload(context: Context, photo: StoredPhoto): Promise<string> {
  const { sha256, thumbSha256, mime, bytes, width: w, height: h } = photo;
  const { token } = await registerUpload(context, {
    sha256,
    thumbSha256,
    mime,
    bytes,
    width: w,
    height: h,
    exif: {},
  });
  return token;
}
