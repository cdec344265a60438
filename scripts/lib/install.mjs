import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runQuietly } from "./children.mjs";
import { requireSpace } from "./disk.mjs";
import { refuseInPacked } from "./packed.mjs";
import { root } from "./project.mjs";

const lockfile = path.join(root, "package-lock.json");
const stamp = path.join(root, "node_modules", ".gridkeep-installed");

const wanted = () => createHash("sha256").update(readFileSync(lockfile)).digest("hex");

/** Installs exactly the lockfile when what lies in node_modules is something else. Silent on stdout. */
export async function ensureInstalled(step = (_name, work) => work()) {
  const hash = wanted();
  if (isInstalled(hash)) return;
  refuseInPacked("its packages are not those of package-lock.json");
  requireSpace(root, 2_000);
  await step("安装依赖 Installing packages", () =>
    runQuietly("npm", ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"], {
      what: "install the packages (npm ci)",
      env: { NODE_ENV: undefined },
    }),
  );
  writeFileSync(stamp, hash);
}

function isInstalled(hash) {
  if (!existsSync(path.join(root, "node_modules"))) return false;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return true;
  if (!matchesLockfile()) return false;
  writeFileSync(stamp, hash);
  return true;
}

/** After an `npm ci` by hand there is no stamp: npm's own list of what it installed answers instead. */
function matchesLockfile() {
  try {
    const expected = JSON.parse(readFileSync(lockfile, "utf8")).packages;
    const present = JSON.parse(
      readFileSync(path.join(root, "node_modules", ".package-lock.json"), "utf8"),
    ).packages;
    return Object.entries(expected).every(
      ([name, entry]) =>
        name === "" || entry.optional || entry.peer || present[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}
