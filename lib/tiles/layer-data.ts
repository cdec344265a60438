import { TileCache } from "./tile-cache";

/** What one process keeps of the public layers: the newest version's index, and finished tiles. */
type Held = { cache: TileCache; data: Map<string, { version: string; value: Promise<unknown> }> };

declare global {
  // On globalThis, so that a reload in development does not hold the city twice.
  var gridkeepTiles: Held | undefined;
}

const mostBytes = 64 * 1024 * 1024;

function held(): Held {
  globalThis.gridkeepTiles ??= { cache: new TileCache(mostBytes), data: new Map() };
  return globalThis.gridkeepTiles;
}

export function tileCache(): TileCache {
  return held().cache;
}

/** Made once a version, also when many ask at the same time; a failed read is forgotten, not kept. */
export function ofVersion<T>(name: string, version: string, make: () => Promise<T>): Promise<T> {
  const { data } = held();
  const known = data.get(name);
  if (known?.version === version) return asMade<T>(known.value);
  const value = make();
  data.set(name, { version, value });
  value.catch(() => {
    if (data.get(name)?.value === value) data.delete(name);
  });
  return value;
}

/** Safe as long as each name is used with one maker: the names are constants of the tile route. */
function asMade<T>(value: Promise<unknown>): Promise<T> {
  return value as Promise<T>;
}
