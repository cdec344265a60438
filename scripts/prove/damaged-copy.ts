import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pick } from "./proof";

export type Damage = { kind: string; file: string; what: string };

const kinds = ["bit flipped", "cut short", "missing", "emptied", "bytes added", "swapped"] as const;

/** A copy of a folder with one file spoilt: which one and how, the random source says. */
export async function damagedCopy(
  from: string,
  to: string,
  random: () => number,
  turn: number,
): Promise<Damage> {
  cpSync(from, to, { recursive: true });
  const files = readdirSync(to, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(to, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  const photos = files.filter((file) => file.startsWith("files/"));
  const others = files.filter((file) => !file.startsWith("files/"));
  // There are many more photos than anything else: each of the two gets its turns.
  const group = turn % 3 === 0 ? photos : others;
  const file = pick(random, group);
  const kind = kinds[turn % kinds.length] ?? "missing";
  const target = path.join(to, file);
  const bytes = readFileSync(target);
  const at = Math.floor(random() * bytes.length);
  if (kind === "missing") rmSync(target);
  else if (kind === "emptied") writeFileSync(target, "");
  else if (kind === "cut short") writeFileSync(target, bytes.subarray(0, at));
  else if (kind === "bytes added") writeFileSync(target, Buffer.concat([bytes, Buffer.from([at & 255])]));
  else if (kind === "swapped") {
    const other = pick(
      random,
      group.filter((each) => each !== file && !sameBytes(bytes, readFileSync(path.join(to, each)))),
    );
    writeFileSync(target, readFileSync(path.join(to, other)));
  } else {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    writeFileSync(target, bytes);
  }
  return {
    kind,
    file: file.startsWith("manifest") ? "manifest.json" : file,
    what: `${file} ${kind} (at ${at})`,
  };
}

const sameBytes = (one: Buffer, other: Buffer) => one.equals(other);
