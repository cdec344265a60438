import { lstat } from "node:fs/promises";
import path from "node:path";
import { hashFile } from "@/lib/storage/hash-file";
import { chainHeads, damaged, fileList, type Manifest, type Part, photoFile, tableFile } from "./manifest";
import { linesOf, nowhere, unpack } from "./streams";

type Progress = (step: string, share: number) => void;

/** Reads every byte of a backup and compares it with the manifest. Throws a fault that names the first wrong file. */
export async function verifyBackup(folder: string, manifest: Manifest, progress: Progress): Promise<void> {
  const parts: [string, Part][] = [
    ...manifest.tables.map((table): [string, Part] => [tableFile(table.name), table]),
    [chainHeads, manifest.heads],
    [fileList, manifest.files],
  ];
  for (const [at, [file, expected]] of parts.entries()) {
    progress(`checking ${file}`, at / (parts.length + manifest.files.rows));
    await requirePart(folder, file, expected, nowhere());
  }
  let done = parts.length;
  for await (const sha256 of linesOf(path.join(folder, fileList))) {
    progress("checking photos", done / (parts.length + manifest.files.rows));
    const file = photoFile(sha256);
    await requireFile(folder, file);
    if ((await hashFile(path.join(folder, file))) !== sha256)
      throw damaged(file, "is not what its name says");
    done += 1;
  }
}

/** Reads one packed part into `into`; what was read must be exactly what the manifest says. */
export async function requirePart(
  folder: string,
  file: string,
  expected: Part,
  into: NodeJS.WritableStream,
): Promise<void> {
  await requireFile(folder, file);
  const found = await unpack(path.join(folder, file), into).catch((error: unknown) => {
    // What the database refuses is told by the database; what zlib cannot read is damage.
    if (error instanceof Error && "code" in error && /^Z_/.test(String(error.code))) {
      throw damaged(file, "cannot be unpacked");
    }
    throw error;
  });
  for (const name of ["bytes", "sha256", "contentSha256", "rows"] as const) {
    if (found[name] !== expected[name])
      throw damaged(file, `${name} ${found[name]}, the manifest says ${expected[name]}`);
  }
}

async function requireFile(folder: string, file: string): Promise<void> {
  const found = await lstat(path.join(folder, file)).catch(() => null);
  if (!found) throw damaged(file, "is missing");
  if (!found.isFile()) throw damaged(file, "is no file");
}
