import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { MigrationError, migrateDatabase } from "@/db/migrate";
import { hasCrashed, joinServer } from "@/db/server";
import { dataDir, env, givenDirectUrl, isDemo } from "@/lib/env";
import { isDemoUnfinished } from "../demo/unfinished";
import { Fault, tsxArguments } from "./project.mjs";

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export interface Prepared {
  accountsFile: string;
  /** Nobody can sign in yet: the operator is told how to make the first user. */
  isEmpty: boolean;
  watch?: () => void;
}

const demo = "scripts/demo/main.ts";

/** The part of `npm start` between the packages and the web server: database, schema, demo city. */
export async function prepareDatabase({
  step,
  signal,
}: {
  step: Step;
  signal: AbortSignal;
}): Promise<Prepared> {
  await readable(async () => env());
  const folder = dataDir();
  const accountsFile = path.join(folder, "demo-accounts.txt");
  const given = givenDirectUrl();
  const server = given
    ? undefined
    : await step("启动数据库 Starting the database", () => readable(() => joinServer()));
  const url = given ?? server?.url() ?? "";

  if (isDemoUnfinished() && (await isLeftUnfinished(url))) {
    // Half a city, which is made anew. On a server of somebody else's nothing is dropped.
    if (server) await recreateDatabase(server.url("postgres"), url);
    else
      throw new Fault(
        "the making of the demo city was cut off (演示城市未建完): give DATABASE_URL an empty database, " +
          `and remove demo-unfinished from ${folder}`,
      );
  }

  const { applied } = await readable(() => migrateDatabase(url));
  if (applied > 0) console.log(`✓ 更新表结构 Migrations applied: ${applied}`);

  let isEmpty = await hasNoUsers(url);
  if (isEmpty && isDemo() && existsSync(demo)) {
    await step("生成演示城市 Making the demo city", () => makeDemo(signal));
    isEmpty = false;
  }
  return server
    ? { accountsFile, isEmpty, watch: () => restartAfterCrashes(folder) }
    : { accountsFile, isEmpty };
}

/** What the operator can mend is shown as one line. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MigrationError) throw new Fault(`${error.message} (数据库与程序版本不符)`);
    if (error instanceof Error && "code" in error && typeof error.code === "string") {
      if (error.code === "ENOSPC" || error.code === "53100") throw new Fault("the disk is full (磁盘已满)");
      if (/^(ECONN|ENOTFOUND|28P01|28000|3D000)/.test(error.code)) {
        throw new Fault(
          `the database does not answer (数据库连接失败): ${error.message} — check DATABASE_URL`,
        );
      }
    }
    throw error instanceof Error ? new Fault(error.message) : error;
  }
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function recreateDatabase(adminUrl: string, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await withClient(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
}

/** Somebody may be making it just now: whoever comes then waits, and looks again. */
async function isLeftUnfinished(url: string): Promise<boolean> {
  await withClient(url, (client) => client.query("select pg_advisory_lock(hashtext('gridkeep demo'))"));
  return isDemoUnfinished();
}

async function hasNoUsers(url: string): Promise<boolean> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ empty: boolean }>(
      "select not exists (select 1 from users) and not exists (select 1 from areas) as empty",
    ),
  );
  return rows[0]?.empty === true;
}

function makeDemo(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, tsxArguments(demo), {
      stdio: ["ignore", "inherit", "inherit"],
      signal,
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Fault(`the demo city could not be made (exit code ${code}), see above`));
    });
  });
}

/**
 * A database that was stopped stays stopped: somebody asked for it. One that crashed comes back by itself, after
 * a pause in which its last workers end.
 */
function restartAfterCrashes(folder: string): void {
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      if (await hasCrashed(folder)) {
        console.warn("! 数据库意外中止,将自动重启 / the database crashed and will be started again");
        await new Promise((resolve) => setTimeout(resolve, 6_000));
        if (await hasCrashed(folder)) await joinServer(folder);
        console.warn("✓ 数据库已恢复 / the database is back");
      }
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    } finally {
      isBusy = false;
    }
  }, 1_000);
  timer.unref();
}
