import type { EncodedTile } from "./encode";

/** `moment`: of tiles whose data have no version, when they were made. */
export type KeptTile = EncodedTile & { moment?: string };

/** Finished tiles of one process, the least recently used go first; bounded in bytes, not in number. */
export class TileCache {
  readonly #tiles = new Map<string, KeptTile>();
  #bytes = 0;

  constructor(readonly maxBytes: number) {}

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): KeptTile | undefined {
    const tile = this.#tiles.get(key);
    if (!tile) return undefined;
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    return tile;
  }

  set(key: string, tile: KeptTile): void {
    this.#forget(key);
    const size = weight(key, tile);
    if (size > this.maxBytes) return;
    this.#tiles.set(key, tile);
    this.#bytes += size;
    for (const oldest of this.#tiles.keys()) {
      if (this.#bytes <= this.maxBytes) break;
      this.#forget(oldest);
    }
  }

  clear(): void {
    this.#tiles.clear();
    this.#bytes = 0;
  }

  #forget(key: string): void {
    const tile = this.#tiles.get(key);
    if (!tile) return;
    this.#bytes -= weight(key, tile);
    this.#tiles.delete(key);
  }
}

/** Empty tiles cost something too: their key and the map's entry. */
function weight(key: string, tile: KeptTile): number {
  return tile.bytes.length + key.length * 2 + 200;
}
