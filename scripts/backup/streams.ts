import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Part } from "./manifest";

/** Passes bytes on and keeps their hash, number and number of lines. */
class Meter extends Transform {
  readonly hash: Hash = createHash("sha256");
  bytes = 0;
  lines = 0;
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void) {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.lines += 1;
    done(null, chunk);
  }
}

/** Packs a text of lines into a file; on disk for good when it answers. A line break inside a row is escaped by COPY. */
export async function pack(source: Readable, file: string): Promise<Part> {
  const [content, packed] = [new Meter(), new Meter()];
  await pipeline(source, content, createGzip({ level: 5 }), packed, createWriteStream(file, { mode: 0o600 }));
  await syncFile(file);
  return {
    rows: content.lines,
    bytes: packed.bytes,
    sha256: packed.hash.digest("hex"),
    contentSha256: content.hash.digest("hex"),
  };
}

/** The text in a packed file, into whatever takes it. Answers what was read, to be compared with the manifest. */
export async function unpack(file: string, into: NodeJS.WritableStream): Promise<Part> {
  const [content, packed] = [new Meter(), new Meter()];
  await pipeline(createReadStream(file), packed, createGunzip(), content, into);
  return {
    rows: content.lines,
    bytes: packed.bytes,
    sha256: packed.hash.digest("hex"),
    contentSha256: content.hash.digest("hex"),
  };
}

/** Hash and number of lines of a text, kept nowhere. */
export async function measure(source: Readable): Promise<Pick<Part, "rows" | "contentSha256">> {
  const content = new Meter();
  await pipeline(source, content, nowhere());
  return { rows: content.lines, contentSha256: content.hash.digest("hex") };
}

/** Takes everything and keeps nothing. */
export function nowhere(): NodeJS.WritableStream {
  return new PassThrough().resume();
}

export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gathers the lines of a packed list in order, a few at a time. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  const text = createReadStream(file).pipe(createGunzip());
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
