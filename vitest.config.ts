import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Two kinds of test file, told apart by name:
 * - `something.test.ts`     needs nothing but Node: project `unit`
 * - `something.db.test.ts`  needs PostgreSQL: project `db`, see `createTestDatabase` in db/testing.ts
 */
const folders = "{app,lib,db,scripts,tests/unit}";
const shared = {
  // "server-only" throws outside a server bundle, and a test is none.
  alias: [
    { find: /^server-only$/, replacement: here("./tests/support/empty.ts") },
    { find: /^@\//, replacement: here("./") },
  ],
};

export default defineConfig({
  test: {
    pool: "forks",
    projects: [
      {
        resolve: shared,
        test: {
          name: "unit",
          include: [`${folders}/**/*.test.{ts,tsx,mjs}`],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
          testTimeout: 30_000,
        },
      },
      {
        resolve: shared,
        test: {
          name: "db",
          include: [`${folders}/**/*.db.test.ts`],
          exclude: ["**/node_modules/**"],
          globalSetup: ["./db/testing.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
