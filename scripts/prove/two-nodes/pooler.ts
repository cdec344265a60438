import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { collect, end, freePort } from "@/tests/support/site";
import { runQuietly } from "../../lib/children.mjs";
import { Fault } from "../../lib/project.mjs";

/** pgbouncer in transaction mode before a server, for whatever database of it is asked for. */
export type Pooler = {
  /** The given address, through the pooler. */
  url(direct: string): string;
  /** What it did so far, asked of its own console. */
  stats(): Promise<{ transactions: number; serverConnections: number }>;
  close(): Promise<void>;
};

const poolSize = 12;

export async function startPooler(server: string, say: (text: string) => void): Promise<Pooler> {
  const program = await findPgbouncer(say);
  const { hostname, port: serverPort, username, password } = new URL(server);
  const folder = mkdtempSync(path.join(tmpdir(), "gridkeep-pooler-"));
  const port = await freePort();
  const users = path.join(folder, "userlist.txt");
  const file = path.join(folder, "pgbouncer.ini");
  const user = decodeURIComponent(username);
  const quoted = [user, decodeURIComponent(password)].map((text) => `"${text.replaceAll('"', '""')}"`);
  writeFileSync(users, `${quoted.join(" ")}\n`, { mode: 0o600 });
  writeFileSync(
    file,
    [
      "[databases]",
      `* = host=${hostname} port=${serverPort || 5432}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = scram-sha-256",
      `auth_file = ${users}`,
      `admin_users = ${user}`,
      "pool_mode = transaction",
      `default_pool_size = ${poolSize}`,
      "max_client_conn = 400",
      "",
    ].join("\n"),
    { mode: 0o600 },
  );
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (nobody.uid) for (const one of [folder, users, file]) chownSync(one, nobody.uid, nobody.gid);
  const child = spawn(program, [file], { ...nobody, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
  const said = collect(child);
  const url = (direct: string) => {
    const pooled = new URL(direct);
    pooled.hostname = "127.0.0.1";
    pooled.port = String(port);
    return pooled.href;
  };
  const close = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const console = new URL(url(server));
  console.pathname = "/pgbouncer";
  try {
    await untilAnswers(console.href, child);
  } catch (error) {
    await close();
    throw new Error(`pgbouncer: ${error instanceof Error ? error.message : error}\n${said()}`);
  }
  return { url, close, stats: () => readStats(console.href) };
}

async function findPgbouncer(say: (text: string) => void): Promise<string> {
  const found = () =>
    ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", ...(process.env.PATH ?? "").split(":")]
      .map((folder) => path.join(folder, "pgbouncer"))
      .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  const present = found();
  if (present) return present;
  const mayInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!mayInstall) throw new Fault("no pgbouncer for this proof. Run: sudo apt-get install -y pgbouncer");
  say("installing pgbouncer");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  await runQuietly("apt-get", [...wait, "update"], { what: "read the package lists (apt-get update)", env });
  const install = [...wait, "install", "-y", "--no-install-recommends", "pgbouncer"];
  await runQuietly("apt-get", install, { what: "install pgbouncer", env });
  const installed = found();
  if (!installed) throw new Fault("no pgbouncer for this proof. Run: apt-get install -y pgbouncer");
  return installed;
}

async function withConsole<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
    try {
      return await withConsole(url, async (client) => void (await client.query("show version")));
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function readStats(url: string): ReturnType<Pooler["stats"]> {
  return withConsole(url, async (client) => {
    const { rows: stats } = await client.query<Record<string, string>>("show stats");
    const { rows: servers } = await client.query("show servers");
    const transactions = stats.reduce((sum, row) => sum + Number(row.total_xact_count ?? 0), 0);
    return { transactions, serverConnections: servers.length };
  });
}
