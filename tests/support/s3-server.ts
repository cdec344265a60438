import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";
import type { S3Settings } from "@/lib/env";

/** The one pair of keys that this server knows. */
const keys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

export type S3Server = { settings: S3Settings; folder: string; close(): Promise<void> };

/** An S3-compatible store in this process, on a free port of 127.0.0.1, with one empty bucket. */
export async function startS3Server(bucket = "photos"): Promise<S3Server> {
  const folder = mkdtempSync(path.join(tmpdir(), "gridkeep-s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await server.run();
  return {
    settings: { endpoint: `http://127.0.0.1:${port}`, bucket, region: "us-east-1", ...keys },
    folder,
    async close() {
      await server.close().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The variables that make an installation use this store. */
export function s3Variables({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings) {
  return {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_REGION: region,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
}
