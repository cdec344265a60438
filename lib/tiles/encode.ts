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
  bytes: Uint8Array<ArrayBuffer>;
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
    const written = new PbfWriter();
    let left = 0;
    for (const feature of features) {
      if (room <= 0 || pbf.pos + written.pos + dictionary.bytes > limits.maxBytes) {
        left += 1;
        continue;
      }
      if (writeFeature(written, feature, dictionary)) room -= 1;
    }
    if (left > 0) dropped[name] = left;
    if (written.pos > 0) pbf.writeMessage(3, writeLayer, { name, features: written.finish(), dictionary });
  }
  // A copy of its own length: the writer's buffer may be twice as long, and tiles are kept.
  return { bytes: new Uint8Array(pbf.finish()), dropped };
}

type Value = string | number | boolean;

/** Keys and values are written once a layer; features name them by number. */
class Dictionary {
  readonly keys = new Map<string, number>();
  readonly values: Value[] = [];
  /** One map for each kind: 1, "1" and true are three values. */
  readonly #numbers = new Map<number, number>();
  readonly #others = new Map<string | boolean, number>();
  readonly #known = new Map<TileProperties, readonly number[]>();
  bytes = 0;

  /** Pairs of numbers. Features that share one object of properties are looked up once. */
  tags(properties: TileProperties): readonly number[] {
    const known = this.#known.get(properties);
    if (known) return known;
    const tags: number[] = [];
    for (const key in properties) {
      const value = properties[key];
      if (value === null || value === undefined) continue;
      if (typeof value === "number" && !Number.isFinite(value)) continue;
      tags.push(this.#key(key), this.#value(value));
    }
    this.#known.set(properties, tags);
    return tags;
  }

  #key(name: string): number {
    const found = this.keys.get(name);
    if (found !== undefined) return found;
    this.keys.set(name, this.keys.size);
    this.bytes += name.length + 2;
    return this.keys.size - 1;
  }

  #value(value: Value): number {
    const found = typeof value === "number" ? this.#numbers.get(value) : this.#others.get(value);
    if (found !== undefined) return found;
    const index = this.values.length;
    this.values.push(value);
    if (typeof value === "number") this.#numbers.set(value, index);
    else this.#others.set(value, index);
    this.bytes += typeof value === "string" ? value.length * 3 + 4 : 10;
    return index;
  }
}

/**
 * False for what simplifying left nothing of: readers refuse a feature without geometry, and the whole tile with it.
 * Lengths are reckoned beforehand, so that nothing is written twice or moved: a tile may have thousands of features.
 */
function writeFeature(pbf: PbfWriter, feature: EncodableFeature, dictionary: Dictionary): boolean {
  const geometry = geometryCommands(feature);
  if (geometry.length === 0) return false;
  const tags = dictionary.tags(feature.properties);
  const [tagBytes, geometryBytes] = [bytesOf(tags), bytesOf(geometry)];
  const { id, type } = feature;
  pbf.writeTag(2, 2);
  pbf.writeVarint(
    (id === undefined ? 0 : 1 + varintBytes(id)) +
      (tags.length > 0 ? 1 + varintBytes(tagBytes) + tagBytes : 0) +
      2 +
      (1 + varintBytes(geometryBytes) + geometryBytes),
  );
  if (id !== undefined) pbf.writeVarintField(1, id);
  if (tags.length > 0) {
    pbf.writeTag(2, 2);
    pbf.writeVarint(tagBytes);
    for (const tag of tags) pbf.writeVarint(tag);
  }
  pbf.writeVarintField(3, type);
  pbf.writeTag(4, 2);
  pbf.writeVarint(geometryBytes);
  for (const part of geometry) pbf.writeVarint(part);
  return true;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function bytesOf(values: readonly number[]): number {
  let bytes = 0;
  for (const value of values) bytes += value < 128 ? 1 : value < 16_384 ? 2 : varintBytes(value);
  return bytes;
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
  layer: { name: string; features: Uint8Array; dictionary: Dictionary },
  pbf: PbfWriter,
): void {
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, layer.name);
  pbf.writeVarintField(5, tileExtent);
  // Already whole messages of field 2.
  pbf.realloc(layer.features.length);
  pbf.buf.set(layer.features, pbf.pos);
  pbf.pos += layer.features.length;
  for (const key of layer.dictionary.keys.keys()) pbf.writeStringField(3, key);
  for (const value of layer.dictionary.values) pbf.writeMessage(4, writeValue, value);
}

function writeValue(value: Value, pbf: PbfWriter): void {
  if (typeof value === "string") pbf.writeStringField(1, value);
  else if (typeof value === "boolean") pbf.writeBooleanField(7, value);
  else if (!Number.isInteger(value)) pbf.writeDoubleField(3, value);
  else if (value < 0) pbf.writeSVarintField(6, value);
  else pbf.writeVarintField(5, value);
}
