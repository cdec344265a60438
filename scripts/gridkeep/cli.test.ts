import { readdirSync } from "node:fs";
import path from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type CliCommand, helpOf, parseOptions } from "./cli";
import { progressBar } from "./progress-bar";

const command: CliCommand = {
  words: ["city", "import"],
  summary: "Brings a city in",
  arguments: [
    { name: "folder", help: "where it is" },
    { name: "other?", help: "may be left out" },
  ],
  options: { areas: { type: "string", value: "FILE", help: "area tree" } },
  run: async () => ({ document: {}, lines: [], isDone: true }),
};

test("the help names arguments, options and their values", () => {
  const help = helpOf(command).join("\n");
  expect(help).toContain("gridkeep -- city import <folder> [other] [options]");
  expect(help).toMatch(/--areas FILE\s+area tree/);
  expect(help).toMatch(/--json\s+one JSON document/);
});

test("every command has its own options and those of all commands", () => {
  expect(Object.keys(parseOptions(command)).sort()).toEqual(["areas", "help", "json"]);
});

test("a command is found by its file's name: words and name agree", async () => {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "commands");
  for (const file of readdirSync(folder)) {
    const module: { command: CliCommand } = await import(path.join(folder, file));
    expect(`${module.command.words.join("-")}.ts`).toBe(file);
  }
});

function stream(isTTY: boolean) {
  const through = new PassThrough();
  let written = "";
  through.on("data", (chunk) => {
    written += String(chunk);
  });
  // Of a terminal the bar uses nothing but `write` and `isTTY`.
  const terminal = Object.assign(through, { isTTY }) as unknown as NodeJS.WriteStream;
  return { terminal, text: () => written };
}

test("progress is drawn on a terminal and never into a file", () => {
  const file = stream(false);
  progressBar(file.terminal).progress("reading", 0.5);
  expect(file.text()).toBe("");
  const terminal = stream(true);
  const bar = progressBar(terminal.terminal);
  bar.progress("reading", 0.5);
  expect(terminal.text()).toContain(" 50 %  reading");
  bar.progress("done", 1);
  expect(terminal.text().endsWith("\r\u001b[K")).toBe(true);
});
