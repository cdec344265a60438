import { parseArgs } from "node:util";
import type { Proof } from "./proof";

const proofs: Record<string, () => Promise<{ proof: Proof }>> = {
  crash: () => import("./crash"),
  demo: () => import("./demo"),
  matrix: () => import("./matrix"),
  model: () => import("./model"),
  tamper: () => import("./tamper"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, runs: { type: "string" }, help: { type: "boolean", short: "h" } },
});
const [name] = positionals;
const load = name ? proofs[name] : undefined;

if (values.help || !load || !name) {
  const text = `usage: npm run -s prove -- <${Object.keys(proofs).join(" | ")}> [--seed N] [--runs N]`;
  if (values.help) console.log(text);
  else console.error(name ? `unknown proof: ${name}\n${text}` : text);
  process.exit(values.help ? 0 : 2);
}

const number = (text: string | undefined, otherwise: number) => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`not a whole number: ${text}`);
  process.exit(2);
};

const { proof } = await load();
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
