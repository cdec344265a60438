import { createHash, createHmac } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { env, resetEnv, s3Settings } from "@/lib/env";
import { type S3Server, s3Variables, startS3Server } from "@/tests/support/s3-server";
import { diskStore } from "./disk-store";
import { fileStore } from "./file-store";
import { s3Store } from "./s3-store";
import type { FileStore } from "./stored-file";

let folder: string;
let server: S3Server;
let stores: Record<"disk" | "s3", FileStore>;
let serial = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-stores-"));
  server = await startS3Server();
  stores = { disk: diskStore(path.join(folder, "files")), s3: s3Store(server.settings) };
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => vi.restoreAllMocks());

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

function local(text: string): string {
  serial += 1;
  const file = path.join(folder, `local-${serial}`);
  writeFileSync(file, text);
  return file;
}

async function contentOf(store: FileStore, sha256: string): Promise<string | null> {
  const file = await store.open(sha256);
  return file && (await buffer(file.stream)).toString("utf8");
}

describe.each(["disk", "s3"] as const)("files on %s", (kind) => {
  test("are named by their content, come back as they were, and are gone once removed", async () => {
    const store = stores[kind];
    const text = `水泥路面 ${kind}`;
    const file = local(text);
    const name = await store.put(file);
    expect(name).toBe(hashOf(text));
    expect(existsSync(file)).toBe(false);
    expect(await contentOf(store, name)).toBe(text);
    expect(await store.sizeOf(name)).toBe(Buffer.byteLength(text));
    expect((await store.open(name))?.size).toBe(Buffer.byteLength(text));
    await store.remove(name);
    expect(await store.open(name)).toBeNull();
    expect(await store.sizeOf(name)).toBeNull();
    await store.remove(name);
  });

  test("of equal bytes are kept once", async () => {
    const store = stores[kind];
    const names = [await store.put(local("the same")), await store.put(local("the same"))];
    expect(names).toEqual([hashOf("the same"), hashOf("the same")]);
    const root = kind === "disk" ? path.join(folder, "files") : path.join(server.folder, "photos", "files");
    const kept = readdirSync(path.join(root, hashOf("the same").slice(0, 2)));
    expect(kept.filter((name) => /^[0-9a-f]{64}(\._S3rver_object)?$/.test(name))).toHaveLength(1);
  });

  test("have no other names than content hashes", async () => {
    await expect(stores[kind].open("../../etc/passwd")).rejects.toThrow("not a content hash");
    await expect(stores[kind].remove("")).rejects.toThrow("not a content hash");
  });
});

const refused = { name: "AppError", code: "unavailable", detail: { reason: "file_store" } };

describe("a store that is away", () => {
  function logged() {
    const lines: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void lines.push(String(line)));
    return lines;
  }

  test("is a refusal, never a missing file; the log says why", async () => {
    const lines = logged();
    const gone = await startS3Server();
    const store = s3Store(gone.settings);
    const name = await store.put(local("there"));
    await gone.close();
    await expect(store.open(name)).rejects.toMatchObject(refused);
    await expect(store.sizeOf(name)).rejects.toMatchObject(refused);
    await expect(store.put(local("new"))).rejects.toMatchObject(refused);
    await expect(store.remove(name)).rejects.toMatchObject(refused);
    expect(lines.join("\n")).toContain("ECONNREFUSED");
  });

  test("because it does not know the key: no key is in the log", async () => {
    const lines = logged();
    const keys = { accessKeyId: "unknown-key", secretAccessKey: "a-wrong-secret-that-nobody-may-read" };
    const store = s3Store({ ...server.settings, ...keys });
    await expect(store.put(local("x"))).rejects.toMatchObject(refused);
    await expect(store.open(hashOf("x"))).rejects.toMatchObject(refused);
    expect(lines.join("\n")).toContain("403 InvalidAccessKeyId");
    expect(lines.join("\n")).not.toMatch(/wrong-secret|unknown-key|Signature=/);
  });

  test("because its bucket is not there: a photo is not said to be missing", async () => {
    logged();
    const store = s3Store({ ...server.settings, bucket: "another" });
    await expect(store.open(hashOf("x"))).rejects.toMatchObject(refused);
  });

  test("for one request is asked once more", async () => {
    let asked = 0;
    const flaky = await listening((_request, reply) => {
      asked += 1;
      reply.writeHead(asked === 1 ? 503 : 200, { "content-length": asked === 1 ? 0 : 2 });
      reply.end(asked === 1 ? "" : "ok");
    });
    const store = s3Store({ ...server.settings, endpoint: flaky.url });
    expect(await contentOf(store, hashOf("x"))).toBe("ok");
    expect(asked).toBe(2);
    flaky.server.close();
  });
});

test("a host that begins with the bucket's name is not given the bucket again", async () => {
  const paths: string[] = [];
  const store = await listening((request, reply) => {
    paths.push(request.url ?? "");
    reply.writeHead(404).end();
  });
  const { port } = new URL(store.url);
  const name = hashOf("x");
  await s3Store({ ...server.settings, endpoint: `http://127.0.0.1:${port}/base/` }).sizeOf(name);
  await s3Store({ ...server.settings, bucket: "127", endpoint: `http://127.0.0.1:${port}` }).sizeOf(name);
  expect(paths).toEqual([
    `/base/photos/files/${name.slice(0, 2)}/${name}`,
    `/files/${name.slice(0, 2)}/${name}`,
  ]);
  store.server.close();
});

test("every request is signed as the rules of Signature Version 4 say, its body's hash included", async () => {
  // The server of these tests does not check signatures of version 4, so this is worked out here by the rules.
  const seen: { isRight: boolean; hash: string }[] = [];
  const store = await listening((request, reply) => {
    seen.push({
      isRight: signatureOf(request, server.settings.secretAccessKey) === given(request, "Signature"),
      hash: String(request.headers["x-amz-content-sha256"]),
    });
    request.resume().on("end", () => reply.writeHead(200, { "content-length": 0 }).end());
  });
  const signing = s3Store({ ...server.settings, endpoint: store.url });
  await signing.put(local("signed"));
  await signing.sizeOf(hashOf("signed"));
  await signing.remove(hashOf("signed"));
  expect(seen).toEqual([
    { isRight: true, hash: hashOf("signed") },
    { isRight: true, hash: "UNSIGNED-PAYLOAD" },
    { isRight: true, hash: "UNSIGNED-PAYLOAD" },
  ]);
  store.server.close();
});

function given(request: IncomingMessage, name: "Credential" | "SignedHeaders" | "Signature"): string {
  const part = (request.headers.authorization ?? "")
    .split(/[ ,]+/)
    .find((each) => each.startsWith(`${name}=`));
  return part?.slice(name.length + 1) ?? "";
}

function signatureOf(request: IncomingMessage, secret: string): string {
  const [, day = "", region = "", service = "", end = ""] = given(request, "Credential").split("/");
  const names = given(request, "SignedHeaders");
  const canonical = [
    ...[request.method, request.url, ""],
    ...names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}`),
    ...["", names, request.headers["x-amz-content-sha256"]],
  ].join("\n");
  const scope = [day, region, service, end].join("/");
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hashOf(canonical)].join("\n");
  const key = [day, region, service, end].reduce<string | Buffer>(
    (from, part) => createHmac("sha256", from).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac("sha256", key).update(text).digest("hex");
}

async function listening(
  answer: Parameters<typeof createServer>[1] & object,
): Promise<{ server: Server; url: string }> {
  const made = createServer(answer);
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const address = made.address();
  if (typeof address !== "object" || !address) throw new Error("not listening");
  return { server: made, url: `http://127.0.0.1:${address.port}` };
}

describe("the environment", () => {
  const names = Object.keys(
    s3Variables({ endpoint: "", bucket: "", region: "", accessKeyId: "", secretAccessKey: "" }),
  );
  const set = (values: Record<string, string>) => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, { GRIDKEEP_DATA: folder }, values);
    resetEnv();
  };
  afterEach(() => set({}));

  test("without S3 means the disk, with S3 the bucket", () => {
    set({});
    expect([s3Settings(), fileStore().kind]).toEqual([null, "disk"]);
    set(s3Variables(server.settings));
    expect([s3Settings(), fileStore().kind]).toEqual([server.settings, "s3"]);
  });

  test("with half of S3 is refused, naming what is missing and no value", () => {
    mkdirSync(folder, { recursive: true });
    const { S3_SECRET_ACCESS_KEY: _, ...half } = s3Variables(server.settings);
    set(half);
    expect(() => env()).toThrow(/S3_SECRET_ACCESS_KEY must be set too/);
    set({ S3_SECRET_ACCESS_KEY: "very-secret-value" });
    expect(() => env()).toThrow(/S3_ENDPOINT must be set too.*S3_BUCKET must be set too/);
    expect(() => env()).not.toThrow(/very-secret-value/);
  });
});
