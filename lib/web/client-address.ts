import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/lib/env";

/**
 * The caller's address, counted from the right of X-Forwarded-For: that far our own proxies wrote it. Without a
 * proxy of ours the header holds the socket's address, because `guard-requests.ts` drops what callers send.
 */
export function clientAddress(headers: Headers): string {
  const chain = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const address = chain.at(-Math.max(1, env().TRUSTED_PROXIES)) || chain[0] || "unknown";
  return coarse(address.replace(/^::ffff:/i, "").slice(0, 60));
}

/** One household or firm holds a whole /64 of IPv6: it counts as one. */
function coarse(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const gap = address.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right].map((group) =>
    group.replace(/^0+(?=.)/, ""),
  );
  return `${groups.slice(0, 4).join(":")}::/64`;
}
