import { PbfWriter } from "pbf";

export const tileExtent = 4096;

export type TileProperties = Record<string, string | number | boolean | null | undefined>;

/** A feature in the tile's own whole-number coordinates. `rings`: flat `x, y, x, y …`; of points, one ring. */
export type EncodableFeature = {
  id?: number;
  type: 1 | 2 | 3;
  rings: readonly ArrayLike<number>[];
  properties: TileProperties;
};

export type EncodableLayer = { name: string; features: Iterable<EncodableFeature> };

export type EncodedTile = {
  bytes: Uint8Array;
  /** Features left out because a limit was reached, by layer; empty when the tile is whole. */
  dropped: Record<string, number>;
};

export type TileLimits = { maxFeatures: number; maxBytes: number };

/**
 * Mapbox Vector Tile, version 2. Layers are written in their order until a limit is reached: what matters most comes
 * first. A tile over the limit is shorter and says so; it never fails.
 */
export function encodeTile(layers: readonly EncodableLayer[], limits: TileLimits): EncodedTile {
  const pbf = new PbfWriter();
  const dropped: Record<string, number> = {};
  let room = limits.maxFeatures;
  for (const { name, features } of layers) {
    const dictionary = new Dictionary();
    const parts: Uint8Array[] = [];
    let bytes = 0;
    let left = 0;
    for (const feature of features) {
      if (room <= 0 || pbf.pos + bytes + dictionary.bytes > limits.maxBytes) {
        left += 1;
        continue;
      }
      const part = encodeFeature(feature, dictionary);
      if (!part) continue;
      bytes += part.length + 4;
      parts.push(part);
      room -= 1;
    }
    if (left > 0) dropped[name] = left;
    if (parts.length > 0) pbf.writeMessage(3, writeLayer, { name, parts, dictionary });
  }
  return { bytes: pbf.finish(), dropped };
}

/** Keys and values are written once a layer; features name them by number. */
class Dictionary {
  readonly keys = new Map<string, number>();
  readonly values = new Map<string, { index: number; value: string | number | boolean }>();
  bytes = 0;

  key(name: string): number {
    const found = this.keys.get(name);
    if (found !== undefined) return found;
    this.keys.set(name, this.keys.size);
    this.bytes += name.length + 2;
    return this.keys.size - 1;
  }

  value(value: string | number | boolean): number {
    const name = `${typeof value}:${value}`;
    const found = this.values.get(name);
    if (found) return found.index;
    const index = this.values.size;
    this.values.set(name, { index, value });
    this.bytes += typeof value === "string" ? value.length * 3 + 4 : 10;
    return index;
  }
}

/** Null for what simplifying left nothing of: readers refuse a feature without geometry, and the whole tile with it. */
function encodeFeature(feature: EncodableFeature, dictionary: Dictionary): Uint8Array | null {
  const geometry = geometryCommands(feature);
  if (geometry.length === 0) return null;
  const pbf = new PbfWriter();
  if (feature.id !== undefined) pbf.writeVarintField(1, feature.id);
  const tags: number[] = [];
  for (const [key, value] of Object.entries(feature.properties)) {
    if (value === null || value === undefined) continue;
    if (typeof value === "number" && !Number.isFinite(value)) continue;
    tags.push(dictionary.key(key), dictionary.value(value));
  }
  if (tags.length > 0) pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, feature.type);
  pbf.writePackedVarint(4, geometry);
  return pbf.finish();
}

const moveTo = 1;
const lineTo = 2;
const closePath = 7;
const command = (id: number, count: number) => (count << 3) | id;
const zigzag = (value: number) => (value << 1) ^ (value >> 31);

function geometryCommands({ type, rings }: EncodableFeature): number[] {
  const out: number[] = [];
  let x = 0;
  let y = 0;
  const step = (ring: ArrayLike<number>, at: number) => {
    const nextX = Math.round(ring[at * 2] ?? 0);
    const nextY = Math.round(ring[at * 2 + 1] ?? 0);
    out.push(zigzag(nextX - x), zigzag(nextY - y));
    x = nextX;
    y = nextY;
  };
  for (const ring of rings) {
    const points = ring.length >> 1;
    if (points === 0) continue;
    if (type === 1) {
      out.push(command(moveTo, points));
      for (let at = 0; at < points; at += 1) step(ring, at);
      continue;
    }
    // A ring's last point repeats the first; "close path" says that.
    const isClosed =
      type === 3 && ring[0] === ring[points * 2 - 2] && ring[1] === ring[points * 2 - 1] && points > 1;
    const count = isClosed ? points - 1 : points;
    if (count < (type === 3 ? 3 : 2)) continue;
    out.push(command(moveTo, 1));
    step(ring, 0);
    out.push(command(lineTo, count - 1));
    for (let at = 1; at < count; at += 1) step(ring, at);
    if (type === 3) out.push(command(closePath, 1));
  }
  return out;
}

function writeLayer(
  layer: { name: string; parts: readonly Uint8Array[]; dictionary: Dictionary },
  pbf: PbfWriter,
): void {
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, layer.name);
  pbf.writeVarintField(5, tileExtent);
  for (const part of layer.parts) pbf.writeBytesField(2, part);
  for (const key of layer.dictionary.keys.keys()) pbf.writeStringField(3, key);
  for (const { value } of layer.dictionary.values.values()) pbf.writeMessage(4, writeValue, value);
}

function writeValue(value: string | number | boolean, pbf: PbfWriter): void {
  if (typeof value === "string") pbf.writeStringField(1, value);
  else if (typeof value === "boolean") pbf.writeBooleanField(7, value);
  else if (!Number.isInteger(value)) pbf.writeDoubleField(3, value);
  else if (value < 0) pbf.writeSVarintField(6, value);
  else pbf.writeVarintField(5, value);
}
