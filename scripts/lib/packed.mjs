import { readFileSync } from "node:fs";
import path from "node:path";
import { Fault, root } from "./project.mjs";

/** Written by `npm run pack` into the archive: for which machine and which Node it was made. */
export const packedFile = "packed.json";

export const thisMachine = () => ({
  platform: `${process.platform}-${process.arch}`,
  node: process.versions.node.split(".")[0] ?? "",
});

/** An unpacked archive has what it needs and no network: what does not fit is told, not fetched. */
export function refuseInPacked(what) {
  let packed;
  try {
    packed = JSON.parse(readFileSync(path.join(root, packedFile), "utf8"));
  } catch {
    return;
  }
  const here = thisMachine();
  const fits = packed.platform === here.platform && packed.node === here.node;
  throw new Fault(
    fits
      ? `this folder came from an offline archive, and ${what}: unpack it anew, or remove ${packedFile} to install and build from the network`
      : `this offline archive was packed for ${packed.platform} and Node ${packed.node}, here are ${here.platform} and Node ${here.node} (离线包与本机不符)`,
  );
}
