import { open } from "node:fs/promises";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { parse } from "osm-pbf-parser-node";
import { PbfReader } from "pbf";
import { ImportFault } from "../import-fault";

export type OsmTags = Readonly<Record<string, string>>;
export type OsmNode = { type: "node"; id: number; lon: number; lat: number; tags?: OsmTags };
export type OsmWay = { type: "way"; id: number; refs: number[]; tags?: OsmTags };
export type OsmMember = { type: "node" | "way" | "relation"; ref: number; role: string };
export type OsmRelation = { type: "relation"; id: number; members: OsmMember[]; tags?: OsmTags };
export type OsmElement = OsmNode | OsmWay | OsmRelation;
export type ElementKind = OsmElement["type"];

/** Limits of the format itself: whatever claims more is no such file, or damaged. */
const maxHeaderBytes = 64 * 1024;
const maxBlobBytes = 32 * 1024 * 1024;
const knownFeatures = new Set(["OsmSchema-V0.6", "DenseNodes"]);
/** A whole country fits in less; a city needs a hundredth of it. */
export const maxExtractBytes = 1024 ** 3;

/** A block packed by none of the ways read here; says in which field of the format its data lie. */
class UnknownPacking extends Error {
  constructor(readonly field: number) {
    super("unknown packing");
  }
}

type Frame = { type: string; at: number; size: number };

/**
 * An OpenStreetMap extract (.osm.pbf), block by block. The frames are walked through before anything is unpacked, so
 * that a file that is cut off or is something else is refused in a moment; a damaged block fails its own checksum.
 */
export class ExtractFile {
  private constructor(
    private readonly name: string,
    private readonly file: string,
    private readonly frames: readonly Frame[],
    readonly bytes: number,
  ) {}

  static async open(file: string): Promise<ExtractFile> {
    const name = path.basename(file);
    const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw ImportFault.at(file, "file_missing");
      throw ImportFault.at(file, "unreadable", { error: String(error.code) });
    });
    try {
      const { size } = await handle.stat();
      if (size > maxExtractBytes) {
        throw ImportFault.at(name, "extract_too_large", { megabytes: maxExtractBytes / 1024 ** 2 });
      }
      const frames: Frame[] = [];
      for (let at = 0; at < size; ) {
        const head = await readFrameHead(handle, name, at, size, frames.length);
        frames.push(head);
        at = head.at + head.size;
      }
      if (frames.length === 0) throw ImportFault.at(name, "file_empty");
      return new ExtractFile(name, file, frames, size);
    } finally {
      await handle.close();
    }
  }

  /** Reads the file's own head: damaged, or asking for what is not known here, it spoils everything after it. */
  async checkHead(): Promise<void> {
    const [frame] = this.frames;
    if (!frame) return;
    const handle = await open(this.file, "r");
    const bytes = Buffer.alloc(frame.size);
    try {
      await handle.read(bytes, 0, frame.size, frame.at);
    } finally {
      await handle.close();
    }
    const unknown = this.guarded(frame, () => requiredFeatures(inflated(bytes))).filter(
      (feature) => !knownFeatures.has(feature),
    );
    if (unknown.length > 0)
      throw ImportFault.at(this.name, "extract_needs", { features: unknown.join(", ") });
  }

  /** Everything of the given kinds, in the order of the file, with how far of the file (0 to 1). */
  async *elements(kinds: ReadonlySet<ElementKind>): AsyncGenerator<{ batch: OsmElement[]; share: number }> {
    const handle = await open(this.file, "r");
    try {
      for (const frame of this.frames) {
        if (frame.type !== "OSMData") continue;
        const bytes = Buffer.alloc(frame.size);
        await handle.read(bytes, 0, frame.size, frame.at);
        const share = (frame.at + frame.size) / this.bytes;
        yield { batch: this.unpack(bytes, frame).filter(({ type }) => kinds.has(type)), share };
      }
    } finally {
      await handle.close();
    }
  }

  private unpack(bytes: Buffer, frame: Frame): OsmElement[] {
    // The library's own shapes: checked against its declarations of nodes, ways and relations.
    return this.guarded(frame, () => parse(inflated(bytes), { withTags: true }) as OsmElement[]);
  }

  private guarded<T>(frame: Frame, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const at = `${this.name}: byte ${frame.at}`;
      if (error instanceof UnknownPacking)
        throw ImportFault.at(at, "block_packing", { packing: error.field });
      const why = error instanceof Error ? error.message : String(error);
      throw ImportFault.at(at, "block_damaged", { why });
    }
  }
}

async function readFrameHead(
  handle: Awaited<ReturnType<typeof open>>,
  name: string,
  at: number,
  size: number,
  count: number,
): Promise<Frame> {
  const cut = () => ImportFault.at(`${name}: byte ${size}`, "extract_cut");
  const notOsm = () => ImportFault.at(`${name}: byte ${at}`, "not_an_extract");
  if (at + 4 > size) throw cut();
  const length = Buffer.alloc(4);
  await handle.read(length, 0, 4, at);
  const headerBytes = length.readUInt32BE(0);
  if (headerBytes === 0 || headerBytes > maxHeaderBytes) throw notOsm();
  if (at + 4 + headerBytes > size) throw count === 0 ? notOsm() : cut();
  const header = Buffer.alloc(headerBytes);
  await handle.read(header, 0, headerBytes, at + 4);
  const { type, datasize } = readBlobHeader(header) ?? {};
  if (type === undefined || datasize === undefined || datasize <= 0 || datasize > maxBlobBytes)
    throw notOsm();
  if (count === 0 ? type !== "OSMHeader" : type !== "OSMData") throw notOsm();
  const start = at + 4 + headerBytes;
  if (start + datasize > size) throw cut();
  return { type, at: start, size: datasize };
}

/** `BlobHeader` of the format: 1 type, 3 size of the data that follow. */
function readBlobHeader(bytes: Buffer): { type: string; datasize: number } | null {
  try {
    return new PbfReader(bytes).readFields(
      (tag, result, pbf) => {
        if (tag === 1) result.type = pbf.readString();
        else if (tag === 3) result.datasize = pbf.readVarint();
      },
      { type: "", datasize: 0 },
    );
  } catch {
    return null;
  }
}

/** `Blob` of the format: 1 the data as they are, 2 their size, 3 the data packed by zlib. */
function inflated(bytes: Buffer): Buffer {
  const blob = new PbfReader(bytes).readFields<{
    raw?: Uint8Array;
    zlib?: Uint8Array;
    size?: number;
    other?: number;
  }>((tag, result, pbf) => {
    if (tag === 1) result.raw = pbf.readBytes();
    else if (tag === 2) result.size = pbf.readVarint();
    else if (tag === 3) result.zlib = pbf.readBytes();
    else result.other = tag;
  }, {});
  if (blob.raw) return Buffer.from(blob.raw);
  if (!blob.zlib)
    throw blob.other === undefined ? new Error("nothing in it") : new UnknownPacking(blob.other);
  const data = inflateSync(blob.zlib, { maxOutputLength: maxBlobBytes });
  if (data.length !== blob.size) throw new Error("incorrect size");
  return data;
}

/** `HeaderBlock` of the format: 4 what a reader must know. */
function requiredFeatures(bytes: Buffer): string[] {
  return new PbfReader(bytes).readFields<string[]>((tag, result, pbf) => {
    if (tag === 4) result.push(pbf.readString());
  }, []);
}
