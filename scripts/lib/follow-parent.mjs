// Loaded before Next by scripts/start.mjs: a server whose starter was killed (-9) must not live on, holding the
// port and the database.
if (process.connected) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 5_000).unref();
  });
}
