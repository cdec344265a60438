import { parseArgs } from "node:util";
import type { Proof } from "./proof";

const proofs: Record<string, { says: string; load: () => Promise<{ proof: Proof }> }> = {
  crash: {
    says: "server and database killed (-9) under load: every acknowledged write there once, none doubled",
    load: () => import("./crash"),
  },
  demo: {
    says: "the demo made as of many moments: nothing refused, nothing missing, every history whole",
    load: () => import("./demo"),
  },
  matrix: {
    says: "every post × command × scope × state as tests/expected-matrix.csv says; each post × route over HTTP",
    load: () => import("./matrix"),
  },
  model: {
    says: "random runs of random commands against the real database, equal to a model after every step",
    load: () => import("./model"),
  },
  pack: {
    says: "the offline archive unpacked elsewhere, without network: `npm start` serves, the command line works",
    load: () => import("./pack"),
  },
  restore: {
    says: "a backup under load, restored: every table and file equal; damaged copies refused, nothing written",
    load: () => import("./restore"),
  },
  tamper: {
    says: "after each single spoilt row `gridkeep invariants` exits 1 and names table and row",
    load: () => import("./tamper"),
  },
  truncated: {
    says: "an extract cut or spoilt at seeded places: refused by name and place, every table as before",
    load: () => import("./truncated"),
  },
  "two-nodes": {
    says: "two processes behind a proxy and pgbouncer: the browser suite, live news, jobs once, a rolling restart",
    load: () => import("./two-nodes"),
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, runs: { type: "string" }, help: { type: "boolean", short: "h" } },
});
const [name] = positionals;
const chosen = name ? proofs[name] : undefined;

if (values.help || !chosen || !name) {
  const text = [
    "Usage: npm run -s prove -- <name> [--seed N] [--runs N]",
    "",
    ...Object.entries(proofs).map(([each, { says }]) => `  ${each.padEnd(10)}${says}`),
  ].join("\n");
  const isAsked = values.help || !name;
  if (isAsked) console.log(text);
  else console.error(`unknown proof: ${name}\n${text}`);
  process.exit(isAsked ? 0 : 2);
}

const number = (text: string | undefined, otherwise: number) => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`not a whole number: ${text}`);
  process.exit(2);
};

const { proof } = await chosen.load();
const seed = number(values.seed, 20_260_101);
console.log(`${name}: seed ${seed}`);
try {
  const { tried, failed } = await proof({
    seed,
    runs: values.runs === undefined ? null : number(values.runs, 0),
    say: (text) => console.log(text),
  });
  console.log(`${name}: ${tried} tried, ${failed} failed`);
  process.exit(failed === 0 && tried > 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  console.log(`${name}: 1 tried, 1 failed`);
  process.exit(1);
}
