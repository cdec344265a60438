import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** An empty variable means "not set": shells and compose files cannot express absence otherwise. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const flag = optional(z.enum(["0", "1"]));

/** The value shown in `.env.example`; nobody may run with it. */
const sampleSecret = "change-me-to-at-least-32-random-characters";

const variables = z.object({
  NODE_ENV: z.preprocess((value) => value || "development", z.enum(["development", "production", "test"])),
  HOST: z.preprocess((value) => value || "127.0.0.1", z.string()),
  PORT: z.preprocess((value) => value || "3000", z.coerce.number().int().min(0).max(65535)),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres:// or postgresql://"),
  ),
  /**
   * The same database past a pooler: what needs one connection for longer than a transaction (migrations, LISTEN)
   * goes here. Without it DATABASE_URL is used.
   */
  DATABASE_DIRECT_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres:// or postgresql://"),
  ),
  AUTH_SECRET: optional(
    z
      .string()
      .refine((value) => Buffer.byteLength(value) >= 32, "must hold at least 32 bytes")
      .refine((value) => value !== sampleSecret, "must not be the sample from .env.example"),
  ),
  APP_URL: optional(z.url({ protocol: /^https?$/ })),
  GRIDKEEP_DATA: z.preprocess((value) => value || ".gridkeep", z.string()),
  GRIDKEEP_DEMO: flag,
  GRIDKEEP_TZ: z.preprocess(
    (value) => value || "Asia/Shanghai",
    z.string().refine(isTimeZone, "must be an IANA time zone such as Asia/Shanghai"),
  ),
  CHROMIUM_PATH: optional(z.string()),
  S3_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  S3_BUCKET: optional(z.string()),
  S3_REGION: optional(z.string()),
  S3_ACCESS_KEY_ID: optional(z.string()),
  S3_SECRET_ACCESS_KEY: optional(z.string()),
  SMTP_URL: optional(z.string()),
  SMS_URL: optional(z.url()),
  OIDC_ISSUER: optional(z.url()),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  BASEMAP_URL: optional(
    z
      .string()
      .refine(
        (value) =>
          /^(https?:\/\/|\/)/.test(value) &&
          /\{z\}/.test(value) &&
          /\{x\}/.test(value) &&
          /\{-?y\}/.test(value),
        "must be an address with {z}, {x} and {y}",
      ),
  ),
  BASEMAP_ATTRIBUTION: optional(z.string()),
  BASEMAP_CRS: optional(z.enum(["wgs84", "gcj02"])),
  TIANDITU_KEY: optional(z.string()),
  /** How many proxies in front are ours; the client's address is counted from the right of X-Forwarded-For. */
  TRUSTED_PROXIES: z.preprocess((value) => value || "0", z.coerce.number().int().min(0).max(10)),
  /** How long a process that was asked to end still serves, so that the proxy in front sees it leave. */
  DRAIN_SECONDS: optional(z.coerce.number().int().min(0).max(300)),
});

const neededForS3 = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

const schema = variables.superRefine((values, context) => {
  // Half a store would mean photos on the disk of one machine where all are thought to be in the bucket.
  if (![...neededForS3, "S3_REGION" as const].some((name) => values[name])) return;
  for (const name of neededForS3) {
    if (values[name]) continue;
    const message = `must be set too: photos go to S3 only with ${neededForS3.join(", ")}`;
    context.addIssue({ code: "custom", path: [name], message });
  }
});

export type Env = z.output<typeof variables>;

let parsed: Env | undefined;

/** Read once, at the first use and not at import, so that tools may set variables before. */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`Environment: ${faults.join("; ")}`);
  }
  parsed = result.data;
  return parsed;
}

/** For tests, and for tools that change a variable after the first read. */
export function resetEnv(): void {
  parsed = undefined;
}

export type S3Settings = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** Where photos are kept when not in the data folder; null when that is not set. */
export function s3Settings(): S3Settings | null {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env();
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return null;
  return {
    endpoint: S3_ENDPOINT,
    bucket: S3_BUCKET,
    // What stores that have no regions expect in a signature.
    region: S3_REGION ?? "us-east-1",
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}

/**
 * The given server's address for what needs one connection of its own for longer than a transaction: past the pooler
 * where one stands in between. Undefined where the embedded server is used.
 */
export function givenDirectUrl(): string | undefined {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = env();
  return DATABASE_URL && (DATABASE_DIRECT_URL ?? DATABASE_URL);
}

/** The absolute folder of everything this installation keeps on disk. */
export function dataDir(): string {
  return path.resolve(/* turbopackIgnore: true */ process.cwd(), env().GRIDKEEP_DATA);
}

/** The demo runs by itself on the embedded database only; on a given one it must be asked for. */
export function isDemo(): boolean {
  const { GRIDKEEP_DEMO, DATABASE_URL } = env();
  return GRIDKEEP_DEMO === "1" || (GRIDKEEP_DEMO !== "0" && DATABASE_URL === undefined);
}

/** Signs sessions and tracking codes. Only the demo may make its own, kept beside its data. */
export function authSecret(): string {
  const { AUTH_SECRET } = env();
  if (AUTH_SECRET) return AUTH_SECRET;
  if (!isDemo()) {
    throw new Error("AUTH_SECRET is not set: outside the demo it must be given (at least 32 random bytes)");
  }
  const file = path.join(dataDir(), "auth-secret");
  mkdirSync(dataDir(), { recursive: true, mode: 0o700 });
  try {
    // "wx": of two processes that start together one writes, the other reads.
    writeFileSync(file, randomBytes(48).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
