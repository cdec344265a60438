import { writeFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import { PbfWriter } from "pbf";

/** For tests: elements as an `.osm.pbf` extract, one block for each kind as real extracts have them. */
export type Tags = Record<string, string>;
export type TestNode = { id: number; lng: number; lat: number; tags?: Tags };
export type TestWay = { id: number; refs: number[]; tags?: Tags };
export type TestRelation = { id: number; members: { ref: number; role?: string }[]; tags?: Tags };
export type TestExtract = { nodes: TestNode[]; ways: TestWay[]; relations: TestRelation[] };

export async function writeOsm(file: string, { nodes, ways, relations }: TestExtract): Promise<void> {
  const header = new PbfWriter();
  for (const feature of ["OsmSchema-V0.6", "DenseNodes"]) header.writeStringField(4, feature);
  const blocks = [
    frame("OSMHeader", header.finish()),
    ...[
      block(nodes, (group, strings) => {
        for (const node of nodes) group.writeMessage(1, writeNode, { node, strings });
      }),
      block(ways, (group, strings) => {
        for (const way of ways) group.writeMessage(3, writeWay, { way, strings });
      }),
      block(relations, (group, strings) => {
        for (const relation of relations) group.writeMessage(4, writeRelation, { relation, strings });
      }),
    ].map((bytes) => frame("OSMData", bytes)),
  ];
  await writeFile(file, Buffer.concat(blocks));
}

function frame(type: string, data: Uint8Array): Buffer {
  const blob = new PbfWriter();
  blob.writeVarintField(2, data.length);
  blob.writeBytesField(3, deflateSync(data));
  const packed = blob.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, packed.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, packed]);
}

type Strings = Map<string, number>;

function block(
  elements: readonly { tags?: Tags; members?: { role?: string }[] }[],
  write: (group: PbfWriter, strings: Strings) => void,
): Uint8Array {
  const strings: Strings = new Map([["", 0]]);
  for (const { tags = {}, members = [] } of elements) {
    for (const text of [...Object.entries(tags).flat(), ...members.map(({ role = "" }) => role)]) {
      if (!strings.has(text)) strings.set(text, strings.size);
    }
  }
  const writer = new PbfWriter();
  writer.writeMessage(
    1,
    (_, table) => {
      for (const text of strings.keys()) table.writeBytesField(1, new TextEncoder().encode(text));
    },
    null,
  );
  writer.writeMessage(2, (_, group) => write(group, strings), null);
  return writer.finish();
}

function writeTags(writer: PbfWriter, tags: Tags = {}, strings: Strings): void {
  const at = (text: string) => strings.get(text) ?? 0;
  writer.writePackedVarint(2, Object.keys(tags).map(at));
  writer.writePackedVarint(3, Object.values(tags).map(at));
}

function writeNode({ node, strings }: { node: TestNode; strings: Strings }, writer: PbfWriter): void {
  writer.writeSVarintField(1, node.id);
  writeTags(writer, node.tags, strings);
  writer.writeSVarintField(8, Math.round(node.lat * 1e7));
  writer.writeSVarintField(9, Math.round(node.lng * 1e7));
}

function writeWay({ way, strings }: { way: TestWay; strings: Strings }, writer: PbfWriter): void {
  writer.writeVarintField(1, way.id);
  writeTags(writer, way.tags, strings);
  writer.writePackedSVarint(8, steps(way.refs));
}

function writeRelation(
  { relation, strings }: { relation: TestRelation; strings: Strings },
  writer: PbfWriter,
): void {
  const { id, members, tags } = relation;
  writer.writeVarintField(1, id);
  writeTags(writer, tags, strings);
  writer.writePackedVarint(
    8,
    members.map(({ role = "" }) => strings.get(role) ?? 0),
  );
  writer.writePackedSVarint(9, steps(members.map(({ ref }) => ref)));
  // All of them are ways.
  writer.writePackedVarint(
    10,
    members.map(() => 1),
  );
}

function steps(ids: readonly number[]): number[] {
  return ids.map((id, at) => id - (ids[at - 1] ?? 0));
}

/**
 * A city of two communities under one street, district and city of China's levels: a road between them, a school, a
 * house with a part, a river that two ways bound, and a tunnel. The points are named by their number.
 */
export function smallExtract(): TestExtract {
  const at = (x: number, y: number) => ({ lng: 110 + x / 1e4, lat: 30 + y / 1e4 });
  const nodes: TestNode[] = [];
  const point = (x: number, y: number, tags?: Tags) => {
    nodes.push({ id: nodes.length + 1, ...at(x, y), ...(tags ? { tags } : {}) });
    return nodes.length;
  };
  // South-west, middle, south-east; north-west, middle, north-east.
  const [sw, s, se] = [point(0, 0), point(30, 0), point(60, 0)];
  const [nw, n, ne] = [point(0, 60), point(30, 60), point(60, 60)];
  const box = (west: number, south: number, size: number) => {
    const corners = [
      point(west, south),
      point(west + size, south),
      point(west + size, south + size),
      point(west, south + size),
    ];
    return [...corners, corners[0] ?? 0];
  };
  const river = box(34, 20, 8);
  point(10, 40, { amenity: "school", name: "实验小学", "name:en": "Trial School" });
  const ways: TestWay[] = [
    { id: 1, refs: [sw, s], tags: { highway: "primary", name: "南街" } },
    { id: 2, refs: [s, se], tags: { highway: "primary", name: "南街" } },
    { id: 3, refs: [se, ne], tags: { highway: "residential", name: "东街" } },
    { id: 4, refs: [ne, n], tags: { highway: "primary", name: "北街" } },
    { id: 5, refs: [n, nw], tags: { highway: "primary", name: "北街" } },
    { id: 6, refs: [nw, sw], tags: { highway: "secondary", name: "西街" } },
    { id: 7, refs: [s, n], tags: { highway: "tertiary", name: "中街" } },
    { id: 8, refs: box(5, 5, 4), tags: { building: "apartments", "building:levels": "10" } },
    { id: 9, refs: box(6, 6, 2), tags: { "building:part": "yes", "building:levels": "20" } },
    { id: 10, refs: river.slice(0, 3) },
    { id: 11, refs: river.slice(2) },
    {
      id: 12,
      refs: [point(0, 30), point(60, 30)],
      tags: { highway: "primary", tunnel: "yes", name: "隧道" },
    },
  ];
  const members = (...refs: number[]) => refs.map((ref) => ({ ref, role: "outer" }));
  const boundary = (name: string, level: number, more: Tags = {}): Tags => ({
    ...{ type: "boundary", boundary: "administrative", admin_level: String(level), name },
    ...more,
  });
  return {
    nodes,
    ways,
    relations: [
      { id: 1, members: members(1, 2, 3, 4, 5, 6), tags: boundary("青河市", 5, { "name:en": "Qinghe" }) },
      { id: 2, members: members(1, 2, 3, 4, 5, 6), tags: boundary("东江区", 6, { ref: "110105" }) },
      { id: 3, members: members(1, 2, 3, 4, 5, 6), tags: boundary("河畔街道", 8) },
      { id: 4, members: members(1, 7, 5, 6), tags: boundary("西社区", 10) },
      { id: 5, members: members(2, 3, 4, 7), tags: boundary("东社区", 10) },
      { id: 6, members: members(10, 11), tags: { type: "multipolygon", natural: "water", name: "小湖" } },
      { id: 7, members: members(1, 99), tags: boundary("邻区", 6) },
    ],
  };
}
