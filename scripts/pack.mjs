// npm run pack: one archive with sources, packages and the built site, for a machine without network. Unpacked
// anywhere, `npm start` serves from it. Made on the kind of machine (platform, Node's major version) that it is for.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt, sources } from "./lib/build.mjs";
import { requireSpace } from "./lib/disk.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { packedFile, thisMachine } from "./lib/packed.mjs";
import { Fault, fail, requireNode, root } from "./lib/project.mjs";
import { step } from "./lib/steps.mjs";

const usage = `npm run pack -- [--out DIR]
  --out DIR   where the archive goes (default: dist)`;

/** Beside what the build is made from: what starts, migrates, imports, backs up, and what people read. */
const more = ["scripts", "deploy", "docs", "global.d.ts", ".env.example", "README.md", "README.zh-CN.md"];
/** Tests and proofs need packages that are left out. */
const leftOut =
  /\.test\.(ts|tsx|mjs)$|^scripts\/(prove|bench|screenshots|test\.mjs|check\.mjs)(\/|$)|^docs\/pictures\//;
/** Of packages that `next build` needs and a built site does not. */
const onlyForBuilds = /^node_modules\/(@next\/swc-|@tailwindcss\/|tailwindcss$|lightningcss)/;
const notRead = /\.(map|md|markdown|d\.ts|d\.mts|d\.cts|tsbuildinfo)$/;
/** Made while building, read by builds only. */
const buildLeavings = /^\.next\/(cache|dev|build|diagnostics|types|trace|trace-build|turbopack)(\/|$)/;

requireNode();
process.chdir(root);
main().catch(fail);

async function main() {
  const { values } = parseArgs({
    options: { out: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(usage);
  if (existsSync(packedFile)) throw new Fault("this folder came from an archive already: pack from a clone");
  const out = path.resolve(values.out ?? "dist");
  mkdirSync(out, { recursive: true });
  requireSpace(out, 1_500);
  await ensureInstalled(step);
  await ensureBuilt(step);

  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const machine = thisMachine();
  const name = `gridkeep-${version}`;
  const archive = path.join(out, `${name}-${machine.platform}.tar.gz`);
  const aside = mkdtempSync(path.join(out, ".packing-"));
  process.on("exit", () => rmSync(aside, { recursive: true, force: true }));
  const folder = path.join(aside, name);
  await step("收集 Gathering", async () => gather(folder, { version, ...machine }));
  await step("打包 Packing", () =>
    tar([
      "--create",
      "--gzip",
      "--owner=0",
      "--group=0",
      "--sort=name",
      "--file",
      `${archive}.new`,
      "-C",
      aside,
      name,
    ]),
  );
  renameSync(`${archive}.new`, archive);
  const hash = createHash("sha256").update(readFileSync(archive)).digest("hex");
  writeFileSync(`${archive}.sha256`, `${hash}  ${path.basename(archive)}\n`);
  console.log(
    `${archive}: ${(statSync(archive).size / 1_000_000).toFixed(1)} MB, for Node ${machine.node}\nsha256 ${hash}`,
  );
}

function gather(folder, facts) {
  for (const source of [...sources, ...more]) copy(source, folder, (name) => !leftOut.test(name));
  for (const place of runtimePackages()) {
    copy(place, folder, (name) => !notRead.test(name) && !name.slice(place.length).includes("/node_modules"));
  }
  copy(".next", folder, (name) => !buildLeavings.test(name) && !name.endsWith(".map"));
  const lockfile = readFileSync("package-lock.json");
  const stamp = path.join(folder, "node_modules", ".gridkeep-installed");
  writeFileSync(stamp, createHash("sha256").update(lockfile).digest("hex"));
  writeFileSync(path.join(folder, packedFile), `${JSON.stringify(facts)}\n`);
}

/** Links stay links and programs stay executable: the embedded PostgreSQL needs both. */
function copy(source, folder, isWanted) {
  if (!existsSync(source)) return;
  cpSync(source, path.join(folder, source), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: (from) => isWanted(from.split(path.sep).join("/")),
  });
}

function runtimePackages() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.entries(packages)
    .filter(([place, { dev }]) => place !== "" && !dev && !onlyForBuilds.test(place) && existsSync(place))
    .map(([place]) => place);
}

function tar(args) {
  return new Promise((resolve, reject) => {
    const child = spawn("tar", args, { stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Fault(`tar ended with exit code ${code}`)),
    );
  });
}
