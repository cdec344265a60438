// Calls that turn a user's words into code, and hidden inputs of pure code: what the linter cannot express.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

const everywhere = /^(app|lib|db)\//;

const bans = [
  { what: "dangerouslySetInnerHTML", pattern: /dangerouslySetInnerHTML/, where: everywhere },
  { what: "sql.raw", pattern: /\bsql\.raw\s*\(/, where: everywhere, but: /^db\/schema\/columns\.ts$/ },
  {
    what: "sql.identifier",
    pattern: /\bsql\.identifier\s*\(/,
    where: everywhere,
    but: /^db\/schema\/columns\.ts$/,
  },
  {
    what: "bindPopup or bindTooltip (text becomes HTML)",
    pattern: /\.bind(Popup|Tooltip)\s*\(/,
    where: everywhere,
  },
  { what: "divIcon with html", pattern: /divIcon\s*\(\s*\{[^}]*\bhtml\b/s, where: everywhere },
  {
    what: "innerHTML or outerHTML",
    pattern: /\.(inner|outer)HTML\s*=|insertAdjacentHTML/,
    where: everywhere,
  },
  {
    what: "new RegExp of something that is no literal",
    pattern: /\bnew RegExp\s*\(\s*(?!["'/])/,
    where: everywhere,
  },
  { what: "eval or new Function", pattern: /\beval\s*\(|\bnew Function\s*\(/, where: everywhere },
  {
    what: "child_process outside the embedded server, the photo worker and the import of a city",
    pattern: /["'](node:)?child_process["']/,
    where: everywhere,
    but: /^(db\/postgres-binaries\.ts|lib\/storage\/|lib\/jobs\/run-city-import\.ts$)/,
  },
  {
    what: "process.env outside lib/env.ts",
    pattern: /\bprocess\.env\b/,
    where: everywhere,
    // db/testing.ts reads the server for the tests; the tool that starts PostgreSQL hands the variables on.
    but: /^(lib\/env\.ts|db\/testing\.ts|db\/postgres-binaries\.ts)$/,
  },
  {
    what: "the clock or chance in pure code",
    pattern: /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bMath\.random\s*\(|\bperformance\.now\s*\(/,
    where: /^lib\/(domain|geo)\//,
  },
];

function* filesUnder(folder) {
  if (!existsSync(path.join(root, folder))) return;
  for (const name of readdirSync(path.join(root, folder)).sort()) {
    const file = `${folder}/${name}`;
    if (statSync(path.join(root, file)).isDirectory()) yield* filesUnder(file);
    else if (/\.(ts|tsx)$/.test(name) && !/\.test\.tsx?$/.test(name)) yield file;
  }
}

/** Comments may name what is banned. Strings are left alone: a slash pair inside an address is no comment. */
const withoutComments = (text) =>
  text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (all, string) => (string ? all : all.replace(/[^\n]/g, " ")),
  );

export function faultsIn(file, text) {
  const code = withoutComments(text);
  return bans
    .filter(({ where, but, pattern }) => where.test(file) && !but?.test(file) && pattern.test(code))
    .map(({ what, pattern }) => `${file}:${code.slice(0, code.search(pattern)).split("\n").length} ${what}`);
}

export function checkBans() {
  const faults = [];
  let count = 0;
  for (const room of ["app", "lib", "db"]) {
    for (const file of filesUnder(room)) {
      count += 1;
      faults.push(...faultsIn(file, readFileSync(path.join(root, file), "utf8")));
    }
  }
  const planted = faultsIn(
    "lib/domain/planted.ts",
    "const now = new Date();\nsql.raw(name); // sql.identifier(x)\n",
  );
  if (planted.length !== 2) faults.push("the self-test's breach was not found");
  return { faults, note: `${count} files` };
}
