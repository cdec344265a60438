import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "@/lib/domain/errors";
import { type CliArguments, type CliCommand, CliFault, helpOf, parseOptions, UsageFault } from "./cli";
import { progressBar } from "./progress-bar";

/** `npm run -s gridkeep -- <command>`: finds the command by its file's name, so that one loads only itself. */
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "commands");

async function load(file: string): Promise<CliCommand> {
  const module: { command: CliCommand } = await import(pathToFileURL(path.join(folder, file)).href);
  return module.command;
}

async function find(args: readonly string[]): Promise<CliCommand | undefined> {
  for (const count of [2, 1]) {
    const words = args.slice(0, count);
    if (words.length !== count || !words.every((word) => /^[a-z]+$/.test(word))) continue;
    const file = `${words.join("-")}.ts`;
    if (existsSync(path.join(folder, file))) return load(file);
  }
  return undefined;
}

async function overview(): Promise<string[]> {
  const files = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const commands = await Promise.all(files.sort().map(load));
  const rows = commands.map(({ words, arguments: names, summary }) => ({
    left: [...words, ...names.map(({ name }) => `<${name.replace("?", "")}>`)].join(" "),
    summary,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    "Usage: npm run -s gridkeep -- <command> [--json]",
    "",
    ...rows.map(({ left, summary }) => `  ${left.padEnd(width)}  ${summary}`),
    "",
    "Each command has --help.",
  ];
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const command = await find(args);
  if (!command) {
    const [first] = args;
    const isAsked = first === undefined || first === "--help" || first === "-h" || first === "help";
    if (isAsked) {
      print(await overview());
      return first === undefined ? 2 : 0;
    }
    throw new UsageFault(`there is no command "${args.slice(0, 2).join(" ")}"`);
  }
  const parsed = readArguments(command, args.slice(command.words.length));
  if (parsed.has("help")) {
    print(helpOf(command));
    return 0;
  }
  const needed = command.arguments.filter(({ name }) => !name.endsWith("?"));
  const missing = needed[parsed.positionals.length];
  if (missing) throw new UsageFault(`${command.words.join(" ")}: <${missing.name}> is missing`);
  const extra = parsed.positionals[command.arguments.length];
  if (extra !== undefined)
    throw new UsageFault(`${command.words.join(" ")}: "${extra}" is one argument too many`);
  const bar = progressBar(process.stderr);
  try {
    const result = await command.run(parsed, bar);
    bar.clear();
    if (parsed.has("json")) print([JSON.stringify(result.document)]);
    else if (result.lines.length > 0) print(result.lines);
    return result.isDone ? 0 : 1;
  } finally {
    bar.clear();
  }
}

function readArguments(command: CliCommand, args: readonly string[]): CliArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: parseOptions(command),
      allowPositionals: true,
      strict: true,
    });
    return {
      positionals,
      text(option) {
        const value = values[option];
        return typeof value === "string" ? value : undefined;
      },
      has: (option) => values[option] !== undefined && values[option] !== false,
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageFault(`${command.words.join(" ")}: ${error.message}`);
  }
}

function explain(error: unknown): number {
  if (error instanceof UsageFault) {
    process.stderr.write(`gridkeep: ${error.message}\nSee: npm run -s gridkeep -- --help\n`);
    return 2;
  }
  if (error instanceof CliFault) {
    process.stderr.write(`${error.lines.map((line) => `gridkeep: ${line}`).join("\n")}\n`);
  } else if (error instanceof AppError) {
    const facts = Object.entries({ ...error.fields, ...error.detail }).map(
      ([key, value]) => `${key}: ${value}`,
    );
    process.stderr.write(
      `gridkeep: refused: ${error.code}${facts.length > 0 ? ` (${facts.join(", ")})` : ""}\n`,
    );
  } else if (isDatabaseFault(error)) {
    process.stderr.write(`gridkeep: the database does not answer: ${error.message}\n`);
  } else {
    process.stderr.write(
      `gridkeep: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
  return 1;
}

function isDatabaseFault(error: unknown): error is Error {
  return (
    error instanceof Error && "code" in error && /^(ECONN|ENOTFOUND|28P01|3D000)/.test(String(error.code))
  );
}

// Set, not called: what is still to be written to a pipe is written, and the embedded server is left.
process.exitCode = await main(process.argv.slice(2)).catch(explain);
