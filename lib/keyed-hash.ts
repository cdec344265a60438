import "server-only";
import { createHmac } from "node:crypto";
import { authSecret } from "@/lib/env";

/** HMAC-SHA256 under this installation's secret, lower-case hex: tracking codes, upload tokens, addresses. */
export function keyedHash(text: string): string {
  return createHmac("sha256", authSecret()).update(text, "utf8").digest("hex");
}
