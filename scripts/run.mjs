// npm run -s gridkeep|bench|prove|screenshots -- …: runs scripts/<name>/main.ts in our place.
// Standard output belongs to that command, so whatever is said here goes to standard error.
import { existsSync } from "node:fs";
import path from "node:path";
import { runInstead } from "./lib/children.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { Fault, fail, loadEnvFile, requireNode, root, tsxArguments } from "./lib/project.mjs";

requireNode();
const [name = "", ...args] = process.argv.slice(2);
const main = path.join("scripts", name, "main.ts");
try {
  if (!/^[a-z]+$/.test(name) || !existsSync(path.join(root, main)))
    throw new Fault(`there is no command "${name}"`);
  loadEnvFile();
  await ensureInstalled(async (step, work) => {
    console.error(`${step} …`);
    return work();
  });
  process.exitCode = await runInstead(process.execPath, tsxArguments(main, args));
} catch (error) {
  fail(error);
}
