import { afterEach, expect, test, vi } from "vitest";
import { type TileId, TileStore } from "./tile-store";

const tile: TileId = { z: 13, x: 6830, y: 3348 };

/** Answers like the tile route: one body a version, 304 to whoever knows it. */
function serve() {
  const server = { version: 1, asked: [] as (string | null)[], signals: [] as AbortSignal[] };
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    const known = new Headers(init.headers).get("if-none-match");
    server.asked.push(known);
    if (init.signal) server.signals.push(init.signal);
    const etag = `"v${server.version}"`;
    if (known === etag) return new Response(null, { status: 304 });
    return new Response(`body ${server.version}`, { headers: { ETag: etag } });
  });
  return server;
}
const decode = (bytes: ArrayBuffer) => ({ text: new TextDecoder().decode(bytes) });
const makeStore = () => new TileStore(({ z, x, y }) => `/tiles/cells/${z}/${x}/${y}.mvt`, decode);

afterEach(() => vi.unstubAllGlobals());

test("a tile is fetched and decoded once, however many want it", async () => {
  const server = serve();
  const store = makeStore();
  const [first, second] = await Promise.all([store.load(tile), store.load(tile)]);
  expect(first).toBe(second);
  expect(await store.load(tile)).toBe(first);
  expect(store.peek(tile)).toBe(first);
  expect(server.asked).toHaveLength(1);
});

test("a refresh sends the version known and keeps the tile when it is still the same", async () => {
  const server = serve();
  const store = makeStore();
  const before = await store.load(tile);
  expect(await store.refresh(tile)).toBeNull();
  expect(store.peek(tile)).toBe(before);
  server.version = 2;
  expect(await store.refresh(tile)).toEqual({ text: "body 2" });
  expect(store.peek(tile)).toEqual({ text: "body 2" });
  expect(server.asked).toEqual([null, '"v1"', '"v1"']);
});

test("what is left while on its way is called off, and can be asked for again", async () => {
  const server = serve();
  const store = makeStore();
  const first = store.load(tile).catch(() => null);
  store.leave(tile);
  expect(server.signals[0]?.aborted).toBe(true);
  const second = store.load(tile);
  await first;
  expect(await second).toEqual({ text: "body 1" });
  expect(server.signals[1]?.aborted).toBe(false);
});

test("a refusal is an error and nothing is kept", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 401 }));
  const store = makeStore();
  await expect(store.load(tile)).rejects.toThrow("401");
  expect(store.peek(tile)).toBeUndefined();
});
