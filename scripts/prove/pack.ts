import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Proof } from "./proof";

const root = path.join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
/** The tile that shows the demo city's old town (`scripts/demo/city/plane.ts`). */
const oldTown = "14/13660/6697";
const patienceMs = 8 * 60_000;

/**
 * `npm run pack`, unpacked in an empty folder and started there without network (a network namespace with nothing
 * but loopback), with an empty home and, where we may mount, with this repository hidden.
 */
export const proof: Proof = async ({ say }) => {
  const base = mkdtempSync(path.join(tmpdir(), "gridkeep-pack-"));
  let [tried, failed] = [0, 0];
  const expect = (what: string, isSo: boolean, more = "") => {
    tried += 1;
    if (isSo) return;
    failed += 1;
    say(`FAILED ${what}${more ? `: ${more.slice(-3_000)}` : ""}`);
  };
  try {
    await run(process.execPath, ["scripts/pack.mjs", "--out", base], { cwd: root, maxBuffer: 1 << 24 });
    const archive = readdirSync(base).find((name) => name.endsWith(".tar.gz")) ?? "";
    await run("sha256sum", ["--check", `${archive}.sha256`], { cwd: base });
    say(`${archive}: ${(statSync(path.join(base, archive)).size / 1_000_000).toFixed(1)} MB`);
    const [place, home] = [path.join(base, "elsewhere"), path.join(base, "home")];
    mkdirSync(place);
    mkdirSync(home);
    await run("tar", ["--extract", "--file", path.join(base, archive), "-C", place]);
    const folder = path.join(place, readdirSync(place)[0] ?? "");
    const { stdout } = await run("du", ["-sm", folder]);
    say(`unpacked: ${Number.parseInt(stdout, 10)} MB`);
    expect("it brings no built cache", !readdirSync(path.join(folder, ".next")).includes("cache"));

    const isIsolated = await mayIsolate();
    if (!isIsolated) say("no right to make namespaces: only the registry's address is closed");
    const { code, text } = await inside(folder, home, base, isIsolated);
    const lines = text.split("\n").flatMap((line) => (line.startsWith("{") ? [line] : []));
    const checks: { what: string; isSo: boolean; more: string }[] = lines.flatMap(
      (line) => JSON.parse(line).checks,
    );
    for (const { what, isSo, more } of checks) expect(what, isSo, more);
    expect("the unpacked site was tried", code === 0 && checks.length > 5, text);
    expect("nothing was installed or built there", !/Installing packages|Building the site/.test(text), text);
    say(`left in the home folder: ${readdirSync(home).join(", ") || "nothing"}`);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
  return { tried, failed };
};

async function mayIsolate(): Promise<boolean> {
  try {
    await run("unshare", ["--net", "--mount", "sh", "-c", "ip link set lo up && mount -t tmpfs none /mnt"]);
    return true;
  } catch {
    return false;
  }
}

async function inside(
  folder: string,
  home: string,
  base: string,
  isIsolated: boolean,
): Promise<{ code: number; text: string }> {
  const driver = path.join(base, "driver.mjs");
  writeFileSync(driver, driverText);
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    HOME: home,
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_update_notifier: "false",
    HTTPS_PROXY: "http://127.0.0.1:9",
    HTTP_PROXY: "http://127.0.0.1:9",
  };
  const hidden = `ip link set lo up && mount -t tmpfs none '${root}' && exec '${process.execPath}' '${driver}'`;
  const [file, args] = isIsolated
    ? ["unshare", ["--net", "--mount", "sh", "-c", hidden]]
    : [process.execPath, [driver]];
  const child = spawn(file as string, args as string[], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  const late = setTimeout(() => child.kill("SIGTERM"), patienceMs);
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? 1)));
  clearTimeout(late);
  return { code, text };
}

/** Runs in the unpacked folder and knows nothing but Node: starts the site, asks it, stops it. */
const driverText = String.raw`
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
const probe = createServer();
await new Promise((done) => probe.listen(0, "127.0.0.1", done));
const { port } = probe.address();
await new Promise((done) => probe.close(done));
const url = "http://127.0.0.1:" + port;
const checks = [];
const check = (what, isSo, more = "") => checks.push({ what, isSo: Boolean(isSo), more: String(more).slice(-2000) });
const cli = (...args) => {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "gridkeep", "--", ...args], { encoding: "utf8" });
  return { status, text: stdout + stderr };
};
const help = cli("--help");
check("the command line answers before the first start", help.status === 0 && help.text.includes("restore"), help.text);
const env = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
const site = spawn("npm", ["start"], { env, stdio: ["ignore", "inherit", "inherit"], detached: true });
let ended = false;
site.once("close", () => { ended = true; });
let ready = 0;
while (!ended && ready !== 200) {
  ready = await fetch(url + "/api/ready").then((answer) => answer.status, () => 0);
  if (ready !== 200) await new Promise((done) => setTimeout(done, 300));
}
check("/api/ready", ready === 200, ready);
if (ready === 200) {
  const get = async (place) => {
    const answer = await fetch(url + place);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  };
  const home = await get("/");
  check("/ names the demo city", home.status === 200 && home.bytes.toString("utf8").includes("清澜"), home.status);
  const asset = /(?:src|href)="(\/_next\/static\/[^"]+)"/.exec(home.bytes.toString("utf8"));
  const script = asset ? await get(asset[1]) : { status: 0, bytes: [] };
  check("its scripts and styles are served", script.status === 200 && script.bytes.length > 100, script.status);
  const tile = await get("/tiles/basemap/${oldTown}.mvt");
  check("a tile of the demo city", tile.status === 200 && tile.bytes.length > 100, tile.status + " " + tile.bytes.length);
  const page = await get("/sign-in");
  check("/sign-in", page.status === 200, page.status);
  const whole = cli("invariants");
  check("invariants beside the running site", whole.status === 0, whole.text);
  const backup = cli("backup", "backup-of-today");
  check("a backup beside the running site", backup.status === 0, backup.text);
}
if (!ended) {
  process.kill(-site.pid, "SIGTERM");
  await new Promise((done) => (ended ? done() : site.once("close", done)));
}
console.log("\n" + JSON.stringify({ checks }));
`;
