import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runQuietly } from "./children.mjs";
import { requireSpace } from "./disk.mjs";
import { refuseInPacked } from "./packed.mjs";
import { root } from "./project.mjs";

/** Everything that the built site is made from; tests and scripts are not. */
export const sources = [
  ...["app", "lib", "db", "public"],
  ...["proxy.ts", "instrumentation.ts", "instrumentation-client.ts"],
  ...[
    "next.config.js",
    "postcss.config.mjs",
    "postcss.config.js",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
  ],
];
const stamp = path.join(root, ".next", "gridkeep-build");

export const nextCommand = path.join(root, "node_modules", "next", "dist", "bin", "next");

function* filesUnder(relative) {
  const full = path.join(root, relative);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    if (!/\.test\.tsx?$/.test(relative)) yield relative;
    return;
  }
  for (const name of readdirSync(full).sort()) yield* filesUnder(path.join(relative, name));
}

function sourceHash() {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  for (const source of sources) {
    for (const file of filesUnder(source)) {
      hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
    }
  }
  return hash.digest("hex");
}

/** Builds the site when its sources differ from those of the build that is there. */
export async function ensureBuilt(step = (_name, work) => work(), signal) {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  refuseInPacked("its sources are not those of the build that came with it");
  requireSpace(root, 700);
  rmSync(stamp, { force: true });
  await step("构建 Building the site", () =>
    runQuietly(process.execPath, [nextCommand, "build"], {
      what: "build the site (next build)",
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      signal,
    }),
  );
  mkdirSync(path.dirname(stamp), { recursive: true });
  // The hash of before: a file saved during the build is built again next time.
  writeFileSync(stamp, hash);
}
