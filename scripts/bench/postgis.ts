import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { runQuietly } from "../lib/children.mjs";
import { Fault } from "../lib/project.mjs";

/** A PostGIS of Debian's on a free loopback port, with its data in a folder that goes away with it. */
export type Postgis = { pool: pg.Pool; version: string; stop(): Promise<void> };

const home = "/usr/lib/postgresql";
const byHand = "apt-get install -y postgresql-15-postgis-3";
/** PostgreSQL refuses to run as root: then it runs as `nobody`. */
const nobody = 65534;

export async function startPostgis(): Promise<Postgis> {
  const bin = findBinaries() ?? (await install());
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(path.join(tmpdir(), "gridkeep-postgis-"));
  const run = (name: string, args: string[]) => {
    const owner: SpawnSyncOptions = isRoot ? { uid: nobody, gid: nobody } : {};
    const { status, stderr } = spawnSync(path.join(bin, name), args, {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
    });
    if (status !== 0) throw new Fault(`${name} of PostGIS failed: ${stderr}`);
  };
  if (isRoot) chownSync(folder, nobody, nobody);
  const data = path.join(folder, "db");
  const stop = () => {
    spawnSync(path.join(bin, "pg_ctl"), ["stop", "-D", data, "-m", "immediate"], {
      ...(isRoot ? { uid: nobody, gid: nobody } : {}),
      cwd: folder,
      stdio: "ignore",
    });
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", stop);
  const port = await freePort();
  run("initdb", ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"]);
  // The same memory as the embedded server of Gridkeep, and no compiling of statements there either.
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "shared_buffers = '256MB'",
    "jit = off",
    "timezone = 'UTC'",
  ];
  appendFileSync(path.join(data, "postgresql.conf"), `\n${settings.join("\n")}\n`);
  run("pg_ctl", ["start", "-D", data, "-l", path.join(folder, "log"), "-w", "-t", "60"]);
  const pool = new pg.Pool({
    connectionString: `postgres://bench@127.0.0.1:${port}/postgres`,
    max: 4,
    allowExitOnIdle: true,
  });
  pool.on("error", () => undefined);
  await pool.query("create extension postgis");
  const { rows } = await pool.query<{ version: string }>("select postgis_lib_version() as version");
  return {
    pool,
    version: rows[0]?.version ?? "",
    async stop() {
      await pool.end();
      process.off("exit", stop);
      stop();
    },
  };
}

/** The newest PostgreSQL of Debian's that has PostGIS beside it. */
function findBinaries(): string | null {
  if (!existsSync(home)) return null;
  const versions = readdirSync(home).toSorted((a, b) => Number(b) - Number(a));
  const found = versions.find((version) =>
    existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`),
  );
  return found ? path.join(home, found, "bin") : null;
}

async function install(): Promise<string> {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const wait = ["-o", "DPkg::Lock::Timeout=300"];
    await runQuietly("apt-get", [...wait, "update"], {
      what: "read the package lists (apt-get update)",
      env,
    });
    await runQuietly(
      "apt-get",
      [...wait, "install", "-y", "--no-install-recommends", "postgresql-15-postgis-3"],
      { what: `install PostGIS (${byHand})`, env },
    );
  }
  const bin = findBinaries();
  if (!bin) throw new Fault(`this bench compares with PostGIS, which is not installed. Run: ${byHand}`);
  return bin;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
