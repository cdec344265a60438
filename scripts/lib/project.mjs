import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, wherever the command was called from. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A fault that the reader can do something about: shown as one line, without a stack. */
export class Fault extends Error {
  name = "Fault";
}

export function fail(error) {
  // By name: a script loaded through tsx has a class of its own.
  if (error?.name === "Fault") console.error(`gridkeep: ${error.message}`);
  else console.error(error);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  console.error(
    `gridkeep: Node ${process.versions.node} is too old, 20.9 or newer is needed (需要 Node 20.9 或更新版本): https://nodejs.org`,
  );
  process.exit(1);
}

/** Variables of `.env`, below those that are set already. The same lines that Next reads by itself. */
export function loadEnvFile() {
  for (const name of [".env.local", ".env"]) {
    const file = path.join(root, name);
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, "utf8").split(/\r?\n/)) {
      const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
      if (!match || process.env[match[1]] !== undefined) continue;
      const quoted = /^(["'])(.*)\1$/.exec(match[2]);
      process.env[match[1]] = quoted ? quoted[2] : match[2].replace(/\s+#.*$/, "");
    }
  }
}

export const dataDir = () => path.resolve(root, process.env.GRIDKEEP_DATA || ".gridkeep");

/** How a script in TypeScript is run: no compiled copy, so it works before any build. */
export const tsxArguments = (file, args = []) => [
  "--conditions=react-server",
  "--import",
  "tsx",
  path.join(root, file),
  ...args,
];
