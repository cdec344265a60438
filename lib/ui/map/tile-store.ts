/** Of the tile's own zoom: a tile is shown at 512 px, so the map's zoom is one more. */
export type TileId = { z: number; x: number; y: number };

type Entry<T> = { value: T; etag: string | null };
type Pending<T> = { promise: Promise<T>; abort: AbortController };

const mostHeld = 240;

export function tileKey({ z, x, y }: TileId): string {
  return `${z}/${x}/${y}`;
}

/**
 * Decoded tiles of one layer. A tile is asked for once however many want it, is decoded once, and stays until others
 * were used more lately. What is no longer wanted while it is on its way is called off.
 */
export class TileStore<T> {
  readonly #held = new Map<string, Entry<T>>();
  readonly #pending = new Map<string, Pending<T>>();

  constructor(
    readonly urlOf: (tile: TileId) => string,
    readonly decode: (bytes: ArrayBuffer) => T,
  ) {}

  /** What is known already, for drawing and for finding what lies under a finger. */
  peek(tile: TileId): T | undefined {
    return this.#held.get(tileKey(tile))?.value;
  }

  load(tile: TileId): Promise<T> {
    const key = tileKey(tile);
    const known = this.#held.get(key);
    if (known) {
      this.#keep(key, known);
      return Promise.resolve(known.value);
    }
    return this.#pending.get(key)?.promise ?? this.#fetch(tile, key);
  }

  /** Asks whether the tile has changed since. Answers with the new one, or null when it is still the same. */
  async refresh(tile: TileId): Promise<T | null> {
    const key = tileKey(tile);
    const before = this.#held.get(key);
    const value = await this.#fetch(tile, key, before);
    return before?.value === value ? null : value;
  }

  /** Nobody looks at this tile any more: what is still on its way is called off. */
  leave(tile: TileId): void {
    const key = tileKey(tile);
    this.#pending.get(key)?.abort.abort();
    // At once, so that whoever wants it a moment later does not wait for what was called off.
    this.#pending.delete(key);
  }

  clear(): void {
    for (const { abort } of this.#pending.values()) abort.abort();
    this.#pending.clear();
    this.#held.clear();
  }

  #fetch(tile: TileId, key: string, before?: Entry<T>): Promise<T> {
    this.#pending.get(key)?.abort.abort();
    const abort = new AbortController();
    const promise = this.#read(tile, key, abort.signal, before).finally(() => {
      if (this.#pending.get(key)?.abort === abort) this.#pending.delete(key);
    });
    this.#pending.set(key, { promise, abort });
    return promise;
  }

  async #read(tile: TileId, key: string, signal: AbortSignal, before?: Entry<T>): Promise<T> {
    // Tickets are not kept by the browser, so their version is sent along here; the public layers do it by themselves.
    const headers = before?.etag ? { "If-None-Match": before.etag } : undefined;
    const answer = await fetch(this.urlOf(tile), { signal, ...(headers ? { headers } : {}) });
    if (answer.status === 304 && before) return before.value;
    if (!answer.ok) throw new Error(`tile ${key}: ${answer.status}`);
    const entry = { value: this.decode(await answer.arrayBuffer()), etag: answer.headers.get("etag") };
    this.#keep(key, entry);
    return entry.value;
  }

  #keep(key: string, entry: Entry<T>): void {
    this.#held.delete(key);
    this.#held.set(key, entry);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= mostHeld) break;
      this.#held.delete(oldest);
    }
  }
}
