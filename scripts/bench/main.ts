import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";

export type Result = { name: string; value: number; unit: string };
export type Suite = (options: { count: number | null; say: (text: string) => void }) => Promise<Result[]>;

const suites: Record<string, () => Promise<{ suite: Suite }>> = {
  "ticket-life": () => import("./ticket-life"),
  map: () => import("./map"),
  tiles: () => import("./tiles"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" }, count: { type: "string" }, help: { type: "boolean", short: "h" } },
});
const [name] = positionals;
const load = name ? suites[name] : undefined;
if (values.help || !load) {
  const text = `usage: npm run -s bench -- <${Object.keys(suites).join(" | ")}> [--count N] [--json FILE|-]`;
  if (values.help) console.log(text);
  else console.error(name ? `unknown suite: ${name}\n${text}` : text);
  process.exit(values.help ? 0 : 2);
}

// With `--json -` stdout belongs to the one document.
const say = (text: string) => (values.json === "-" ? console.error(text) : console.log(text));
const { suite } = await load();
const results = await suite({ count: values.count ? Number(values.count) : null, say });
const [cpu] = cpus();
const document = {
  suite: name,
  machine: {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  },
  results,
};
for (const { name: what, value, unit } of results) say(`${what}: ${value.toPrecision(4)} ${unit}`);
const json = `${JSON.stringify(document, null, 2)}\n`;
if (values.json === "-") process.stdout.write(json);
else if (values.json) writeFileSync(values.json, json);
process.exit(0);
