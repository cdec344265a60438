import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runQuietly } from "./children.mjs";
import { Fault } from "./project.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

function ofSystem() {
  const inFolders = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  return [...inFolders, ...elsewhere].find((file) => existsSync(file));
}

const byHand = "apt-get install -y chromium fonts-noto-cjk";

/** CHROMIUM_PATH, else the system's, else installed when we may; else one command to run by hand. */
export async function findChromium(step = (_name, work) => work()) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Fault(`CHROMIUM_PATH names ${given}, which does not exist`);
  }
  const found = ofSystem();
  if (found) return found;
  const mayInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!mayInstall)
    throw new Fault(`no Chromium for the browser tests. Run: sudo ${byHand} (or set CHROMIUM_PATH)`);
  await step("安装浏览器 Installing Chromium", async () => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const wait = ["-o", "DPkg::Lock::Timeout=300"];
    await runQuietly("apt-get", [...wait, "update"], {
      what: "read the package lists (apt-get update)",
      env,
    });
    const install = [...wait, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
    await runQuietly("apt-get", install, { what: `install Chromium (${byHand})`, env });
  });
  const installed = ofSystem();
  if (installed) return installed;
  throw new Fault(`no Chromium for the browser tests. Run: ${byHand}`);
}
