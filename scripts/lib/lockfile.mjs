// The lockfile must name the packages of every platform: `npm ci` refuses one that was written where some
// of them could not be looked up, and then nothing installs anywhere.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

export function missingOptional(packages) {
  const missing = [];
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const folders = place.split("/node_modules/");
      const isListed = folders.some((_, index) => {
        const prefix = folders.slice(0, folders.length - index).join("/node_modules/");
        return packages[`${prefix ? `${prefix}/` : ""}node_modules/${name}`];
      });
      if (!isListed && !packages[`node_modules/${name}`])
        missing.push(`${name}@${version} (wanted by ${place})`);
    }
  }
  return missing;
}

export function checkLockfile() {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const faults = missingOptional(packages).map(
    (one) => `package-lock.json lacks ${one}: npm ci would refuse`,
  );
  for (const [place, { resolved }] of Object.entries(packages)) {
    if (resolved) faults.push(`package-lock.json names a registry for ${place}`);
  }
  return { faults, note: `${Object.keys(packages).length} packages` };
}
