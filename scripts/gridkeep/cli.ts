import type { ParseArgsConfig } from "node:util";

export type CliResult = {
  /** Printed by `--json`, and nothing else then. */
  document: unknown;
  /** Printed without `--json`. */
  lines: readonly string[];
  /** False: exit code 1, although the command ran to its end. */
  isDone: boolean;
};

export type CliIo = {
  /** A bar on standard error when that is a terminal; else nothing. */
  progress(step: string, share: number): void;
  /** A line on standard error. */
  warn(line: string): void;
};

export type CliOption = { type: "string" | "boolean"; help: string; value?: string };

export type CliArguments = {
  positionals: readonly string[];
  text(option: string): string | undefined;
  has(option: string): boolean;
};

/** One sub-command: `commands/<words joined by ->.ts` exports it as `command`. */
export type CliCommand = {
  /** As typed: `["city", "import"]`. */
  words: readonly string[];
  summary: string;
  /** Names of the arguments after the words, for the usage line and to be counted. `?` ends an optional one. */
  arguments: readonly { name: string; help: string }[];
  options: Readonly<Record<string, CliOption>>;
  notes?: readonly string[];
  run(args: CliArguments, io: CliIo): Promise<CliResult>;
};

/** A wrong command line: told with the usage, exit code 2. */
export class UsageFault extends Error {
  override readonly name = "UsageFault";
}

/** Something the operator can mend: each line as it is, exit code 1, no stack. */
export class CliFault extends Error {
  override readonly name = "CliFault";
  constructor(
    readonly lines: readonly string[],
    options?: ErrorOptions,
  ) {
    super(lines.join("\n"), options);
  }
}

export function parseOptions(command: CliCommand): NonNullable<ParseArgsConfig["options"]> {
  const own = Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const);
  return { ...Object.fromEntries(own), json: { type: "boolean" }, help: { type: "boolean", short: "h" } };
}

export function helpOf(command: CliCommand): string[] {
  const shown = (name: string) => (name.endsWith("?") ? `[${name.slice(0, -1)}]` : `<${name}>`);
  const usage = [...command.words, ...command.arguments.map(({ name }) => shown(name)), "[options]"];
  const rows: [string, string][] = [
    ...command.arguments.map(({ name, help }): [string, string] => [shown(name), help]),
    ...Object.entries(command.options).map(([name, { value, help }]): [string, string] => [
      value ? `--${name} ${value}` : `--${name}`,
      help,
    ]),
    ["--json", "one JSON document on standard output"],
    ["--help", "this text"],
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    command.summary,
    "",
    `Usage: npm run -s gridkeep -- ${usage.join(" ")}`,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    ...(command.notes ? ["", ...command.notes] : []),
  ];
}
