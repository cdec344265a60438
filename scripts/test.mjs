// npm test: everything, from a fresh clone, with no step by hand. Its last line counts what all parts did.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuilt } from "./lib/build.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { requireNode, root } from "./lib/project.mjs";
import { step } from "./lib/steps.mjs";

requireNode();
process.chdir(root);

const reports = mkdtempSync(path.join(tmpdir(), "gridkeep-reports-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

const total = { passed: 0, failed: 0, skipped: 0 };
let child;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    child?.kill(signal);
    process.exitCode = 130;
    setTimeout(() => process.exit(130), 30_000).unref();
  });
}

/** Shows what the part says, and keeps it for who counts. */
function run(args, env = {}) {
  return new Promise((resolve, reject) => {
    child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output = (output + chunk).slice(-100_000);
      process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const module = (file) => path.join(root, "node_modules", ...file.split("/"));

async function check() {
  const { output } = await run(["scripts/check.mjs"]);
  const counts = /^check: (\d+) passed, (\d+) failed$/m.exec(output);
  if (!counts) throw new Error("npm run check did not come to its end");
  return { passed: Number(counts[1]), failed: Number(counts[2]), skipped: 0 };
}

async function unitAndDatabase() {
  const report = path.join(reports, "vitest.json");
  const { code } = await run([
    module("vitest/vitest.mjs"),
    ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ]);
  const result = JSON.parse(readFileSync(report, "utf8"));
  // A file that breaks before its first test has no test to count.
  const broken = result.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = result.numFailedTests + broken.length;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

async function browser() {
  const chromium = await findChromium(step);
  await ensureBuilt(step);
  const report = path.join(reports, "playwright.json");
  const { code } = await run([module("@playwright/test/cli.js"), "test", "--reporter=list,json"], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { stats, errors } = JSON.parse(readFileSync(report, "utf8"));
  const failed = stats.unexpected + stats.flaky + (stats.unexpected === 0 ? errors.length : 0);
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
}

async function part(name, work) {
  if (process.exitCode === 130) return;
  console.log(`\n== ${name}`);
  const began = performance.now();
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.error(error?.name === "Fault" ? `gridkeep: ${error.message}` : error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`,
  );
}

let isInstalled = false;
await part("packages", async () => {
  await ensureInstalled(step);
  isInstalled = true;
  return { passed: 0, failed: 0, skipped: 0 };
});
if (isInstalled) {
  await part("check", check);
  await part("unit and database tests", unitAndDatabase);
  await part("browser tests", browser);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode ||= total.failed > 0 ? 1 : 0;
