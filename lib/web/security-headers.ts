import "server-only";
import { isSecureSite } from "@/lib/auth/cookie";
import { env } from "@/lib/env";
import { rasterOrigins } from "./raster-basemap";

/** Scripts only with this request's nonce. Styles may stand in attributes: maps and menus place themselves so. */
export function contentPolicy(nonce: string): string {
  const isDevelopment = env().NODE_ENV === "development";
  const parts = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${rasterOrigins().join(" ")}`.trim(),
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "font-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (isSecureSite()) parts.push("upgrade-insecure-requests");
  return parts.join("; ");
}

export function fixedHeaders(): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(isSecureSite() ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
