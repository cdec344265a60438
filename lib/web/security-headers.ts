import "server-only";
import { isSecureSite } from "@/lib/auth/cookie";
import { env } from "@/lib/env";

/** Where map pictures may come from: our own tiles, or the source the city has set. */
function pictureHosts(): string[] {
  const { BASEMAP_URL, TIANDITU_KEY } = env();
  const hosts: string[] = [];
  if (BASEMAP_URL && URL.canParse(BASEMAP_URL.replaceAll(/[{}]/g, ""))) {
    const { protocol, host } = new URL(BASEMAP_URL.replace(/\{s\}/g, "a").replaceAll(/[{}]/g, ""));
    hosts.push(`${protocol}//${BASEMAP_URL.includes("{s}") ? host.replace(/^a\./, "*.") : host}`);
  }
  if (TIANDITU_KEY) hosts.push("https://*.tianditu.gov.cn");
  return hosts;
}

/** Scripts only with this request's nonce. Styles may stand in attributes: maps and menus place themselves so. */
export function contentPolicy(nonce: string): string {
  const isDevelopment = env().NODE_ENV === "development";
  const parts = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${pictureHosts().join(" ")}`.trim(),
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
