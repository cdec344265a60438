/**
 * The direction of imports (docs/architecture.md), on resolved paths. Biome forbids the same by the import's text; this
 * one also sees through relative paths and finds cycles. scripts/check.mjs plants a breach to see that it bites.
 */
const rooms = "^(app|db|lib|scripts|instrumentation[.]ts|proxy[.]ts)";

/** From this room, of our own code only what is named may be imported. */
const only = (name, from, may) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: "[.]test[.]tsx?$" },
  to: { path: rooms, pathNot: [from, ...may] },
});

const geo = "^lib/geo/";
const domain = "^lib/domain/";
const env = "^lib/(env|keyed-hash)[.]ts$";
const db = "^db/";
const i18n = "^lib/i18n/";
const services = "^lib/(jobs|storage|live|tiles)/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("geo-alone", geo, []),
    only("i18n-alone", i18n, [domain, env]),
    only("env-alone", env, []),
    only("domain-on-geo", domain, [geo]),
    only("db-on-domain", db, [domain, geo, env]),
    only("features-on-db", "^lib/features/", [db, domain, geo, services]),
    only("services-below-web", services, [env, db, domain, geo, services, "^lib/features/", i18n]),
    only("auth-on-features", "^lib/auth/", ["^lib/features/", db, domain, geo, env, services, i18n]),
    only("web-on-auth", "^lib/web/", ["^lib/(features|auth)/", db, domain, geo, env, services, i18n]),
    only("ui-on-words", "^lib/ui/", [domain, geo, i18n]),
    {
      name: "only-jobs-call-features",
      severity: "error",
      from: { path: "^lib/(storage|live|tiles)/", pathNot: "[.]test[.]tsx?$" },
      to: { path: "^lib/features/" },
    },
    { name: "app-not-db", severity: "error", from: { path: "^app/" }, to: { path: db } },
    {
      name: "nobody-imports-app",
      severity: "error",
      from: { path: "^(lib|db|scripts)/" },
      to: { path: "^app/" },
    },
    {
      name: "nobody-imports-scripts",
      severity: "error",
      from: { path: "^(app|lib|db)/" },
      to: { path: "^scripts/" },
    },
    {
      name: "testing-for-tests",
      severity: "error",
      from: {
        path: "^(app|lib|db|scripts)/",
        pathNot: ["[.]test[.]tsx?$", "^db/testing[.]ts$", "^scripts/(prove|bench|screenshots)/"],
      },
      to: { path: "^db/testing[.]ts$" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^lib/(geo|domain)/", pathNot: "[.]test[.]tsx?$" },
      to: {
        path: "^(node:)?(fs|net|http|https|child_process|os|path|crypto)(/|$)|node_modules/(pg|drizzle-orm|react|react-dom|next|next-auth)/",
      },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|[.]next|[.]gridkeep)/" },
    // Types count as imports too: a type from the wrong room is a knot as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".mts", ".mjs", ".js", ".cjs", ".json"],
      conditionNames: ["react-server", "import", "node", "default"],
    },
  },
};
