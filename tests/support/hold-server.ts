import { joinServer } from "@/db/server";

/** A process that uses the embedded server of the given folder until its standard input ends. */
const server = await joinServer(process.argv[2] ?? "");
console.log(server.url());
process.stdin.resume();
process.stdin.once("end", () => process.exit(0));
