import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { expect, test } from "vitest";
import { type EncodableFeature, encodeTile } from "./encode";

const limits = { maxFeatures: 10, maxBytes: 10_000 };
const read = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes)).layers;
const square: EncodableFeature = {
  id: 7,
  type: 3,
  rings: [[0, 0, 100, 0, 100, 100, 0, 100, 0, 0]],
  properties: { name: "钟楼社区第1网格", open: 3, note: null },
};

test("a feature comes back as it was: number, names, figures, corners", () => {
  const { cells } = read(encodeTile([{ name: "cells", features: [square] }], limits).bytes);
  const feature = cells?.feature(0);
  expect(feature?.id).toBe(7);
  expect(feature?.properties).toEqual({ name: "钟楼社区第1网格", open: 3 });
  expect(feature?.loadGeometry()[0]?.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
    [0, 0],
  ]);
});

test("what simplifying left nothing of is not written: no reader could open its tile", () => {
  const nothing: EncodableFeature[] = [
    { type: 3, rings: [[0, 0, 1, 1, 0, 0]], properties: { name: "a" } },
    { type: 2, rings: [[5, 5]], properties: { name: "b" } },
    { type: 1, rings: [[]], properties: { name: "c" } },
    { type: 3, rings: [], properties: { name: "d" } },
  ];
  const { bytes, dropped } = encodeTile([{ name: "cells", features: [...nothing, square] }], limits);
  const { cells } = read(bytes);
  expect(cells?.length).toBe(1);
  expect(cells?.feature(0).loadGeometry()).toHaveLength(1);
  expect(dropped).toEqual({});
});

test("over the limit the tile is shorter and says by how much", () => {
  const { bytes, dropped } = encodeTile(
    [{ name: "cells", features: Array.from({ length: 12 }, () => square) }],
    limits,
  );
  expect(read(bytes).cells?.length).toBe(10);
  expect(dropped).toEqual({ cells: 2 });
});
