// npm run check: what a machine can say about the code, in seconds and without a database. One line per check.
import { spawn } from "node:child_process";
import path from "node:path";
import { checkBans } from "./lib/banned-code.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { fail, requireNode, root } from "./lib/project.mjs";
import { step } from "./lib/steps.mjs";

const bin = (name) =>
  path.join(root, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);

function tool(name, args) {
  return new Promise((resolve) => {
    const child = spawn(bin(name), args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => resolve({ faults: [String(error)], note: "" }));
    child.once("close", (code) =>
      resolve({ faults: code === 0 ? [] : [output.trim() || `exit code ${code}`], note: "" }),
    );
  });
}

const checks = [
  // Not incremental: its memory does not see every change of a message file. Next writes the types of its routes while building; without a build there are none to read.
  ["types", () => tool("tsc", ["--noEmit", "--incremental", "false", "-p", "."])],
  ["format and lint", () => tool("biome", ["check", "--error-on-warnings", "--max-diagnostics=50"])],
  ["direction of imports", async () => (await import("./lib/imports.mjs")).checkImports()],
  ["banned calls", checkBans],
  ["dead code", () => tool("knip", ["--no-progress"])],
  ["lockfile", async () => (await import("./lib/lockfile.mjs")).checkLockfile()],
  ["message keys", async () => (await import("./lib/message-keys.mjs")).checkMessages()],
];

requireNode();
try {
  await ensureInstalled(step);
  let failed = 0;
  for (const [name, run] of checks) {
    const began = performance.now();
    let result;
    try {
      result = await run();
    } catch (error) {
      result = { faults: [error?.stack ?? String(error)], note: "" };
    }
    const { faults, note } = result;
    for (const fault of faults) console.log(`    ${fault.replaceAll("\n", "\n    ")}`);
    if (faults.length > 0) failed += 1;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${faults.length === 0 ? "✓" : "✗"} ${name}${note ? ` (${note})` : ""} ${seconds} s`);
  }
  console.log(`check: ${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  fail(error);
}
