import { writeFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";

/** For tests: files as a ZIP archive (PKWARE APPNOTE 4.3: local header and data of each, then the directory). */
export async function writeZip(
  file: string,
  files: readonly { name: string; bytes: Buffer }[],
): Promise<void> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const title = Buffer.from(name, "utf8");
    const packed = deflateRawSync(bytes);
    // Version 2.0, UTF-8 names, deflate, no time.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, title, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), common, tail, title]));
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  await writeFile(file, Buffer.concat([...parts, ...directory, Buffer.from("PK\u0005\u0006"), end]));
}
