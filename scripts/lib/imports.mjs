// The direction of imports, by dependency-cruiser. Also run alone: node scripts/lib/imports.mjs
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./project.mjs";

const require = createRequire(import.meta.url);
const rooms = ["app", "lib", "db", "scripts", "instrumentation.ts", "proxy.ts"];

/** A type is gone before anything runs: it makes no cycle and carries nothing into the browser. */
let dropTypes = false;

const isTypeOnly = (item) =>
  /^(Import|ExportNamed)Declaration$/.test(item.type) &&
  (item.typeOnly ||
    (item.specifiers.length > 0 && item.specifiers.every((specifier) => specifier.isTypeOnly)));

/**
 * dependency-cruiser reads .tsx files as .ts and stumbles over the first tag, and it does not tell types from
 * values. Both are mended in the parser that it calls.
 */
function teachParser() {
  const swc = require("@swc/core");
  const parseFileSync = swc.parseFileSync.bind(swc);
  swc.parseFileSync = (file, options) => {
    const tree = parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });
    if (dropTypes) tree.body = tree.body.filter((item) => !isTypeOnly(item));
    return tree;
  };
}

let cruiseWith;

async function cruise(base) {
  if (!cruiseWith) {
    teachParser();
    ({ cruise: cruiseWith } = await import("dependency-cruiser"));
  }
  const { forbidden, options } = require(path.join(root, ".dependency-cruiser.cjs"));
  const { output } = await cruiseWith(
    rooms.filter((room) => existsSync(path.join(base, room))),
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: base },
    // TypeScript 7 has no interface through which it could read `paths` from tsconfig.json.
    { alias: { "@": base } },
  );
  return output;
}

/** Everything that a file marked "use client" pulls into the browser, up to the next "use server". */
function databaseInBrowser(modules, base) {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  const directive = (file) =>
    /^\s*(?:\/\/.*\n|\/\*[\s\S]*?\*\/\s*)*["']use (client|server)["']/.exec(read(base, file))?.[1];
  const found = [];
  for (const { source } of modules) {
    if (!/[.]tsx?$/.test(source) || directive(source) !== "client") continue;
    const seen = new Set([source]);
    const queue = [[source]];
    for (let trail = queue.shift(); trail; trail = queue.shift()) {
      for (const dependency of bySource.get(trail.at(-1))?.dependencies ?? []) {
        const { resolved } = dependency;
        if (seen.has(resolved)) continue;
        seen.add(resolved);
        const next = [...trail, resolved];
        if (/^db\//.test(resolved)) found.push(next.join(" → "));
        else if (bySource.has(resolved) && directive(resolved) !== "server") queue.push(next);
      }
    }
  }
  return found;
}

function read(base, file) {
  try {
    return readFileSync(path.join(base, file), "utf8");
  } catch {
    return "";
  }
}

async function inspect(base) {
  dropTypes = false;
  const all = await cruise(base);
  dropTypes = true;
  const values = await cruise(base);
  const isCycle = ({ rule }) => rule.name === "no-cycles";
  const faults = [
    ...all.summary.violations.filter((violation) => !isCycle(violation)),
    ...values.summary.violations.filter(isCycle),
  ].map(({ rule, from, to, cycle }) =>
    cycle
      ? `${rule.name}: ${from} → ${cycle.map((step) => step.name ?? step).join(" → ")}`
      : `${rule.name}: ${from} → ${to}`,
  );
  faults.push(...databaseInBrowser(values.modules, base).map((trail) => `database-in-browser: ${trail}`));
  return { faults: [...new Set(faults)], modules: all.modules };
}

/** A checker that finds nothing because it reads nothing looks like a clean tree: so it must find these. */
const planted = {
  "db/client.ts": "export const getDb = () => 1;\n",
  "lib/geo/one.ts":
    'import "../../db/client";\nimport { two } from "./two";\nexport const one = () => two;\n',
  "lib/geo/two.ts": 'import { one } from "./one";\nexport const two = () => one;\n',
  "lib/ui/tag.tsx":
    '"use client";\nimport { getDb } from "@/db/client";\nexport const Tag = () => <b>{String(getDb)}</b>;\n',
};
const breaches = [
  "geo-alone: lib/geo/one.ts → db/client.ts",
  "no-cycles: lib/geo/one.ts",
  "ui-on-words: lib/ui/tag.tsx → db/client.ts",
  "database-in-browser: lib/ui/tag.tsx → db/client.ts",
];

async function missedBreaches() {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), "gridkeep-planted-")));
  try {
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
      writeFileSync(path.join(base, file), text);
    }
    const { faults } = await inspect(base);
    return breaches.filter((breach) => !faults.some((fault) => fault.startsWith(breach)));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

export async function checkImports() {
  const { faults, modules } = await inspect(root);
  const count = modules.filter((module) => rooms.some((room) => module.source.startsWith(room))).length;
  if (count === 0) return { faults: ["dependency-cruiser found 0 modules: it read nothing"], note: "" };
  for (const missed of await missedBreaches()) faults.push(`the self-test's breach was not found: ${missed}`);
  return { faults, note: `${count} modules` };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { faults, note } = await checkImports();
  for (const fault of faults) console.log(fault);
  console.log(`${faults.length} faults, ${note}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
