import { areas } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { posts } from "@/lib/domain/posts";
import { createAccount } from "@/lib/features/accounts/create-account";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { initialPassword } from "@/lib/web/initial-password";
import { importerContext } from "../../import/import-city";
import { type CliCommand, CliFault, UsageFault } from "../cli";
import { withDatabase } from "../open-database";

const text = (value: string, help: string) => ({ type: "string" as const, value, help });

export const command: CliCommand = {
  words: ["user", "create"],
  summary:
    "Makes an account with one post; prints its initial password, which must be changed at first sign-in",
  arguments: [{ name: "login", help: "3 to 32 of a-z, 0-9, dot, dash, underscore" }],
  options: {
    name: text("NAME", "the person's name"),
    post: text("POST", posts.join(" | ")),
    area: text("CODE", "where: code of a city, district, street or community"),
    unit: text("CODE", "posts of a unit: the unit's code"),
    section: text("CODE", "section head, liaison, handler: the section's code"),
    person: text("NAME", "handler: the person of the unit"),
    line: text("KIND", "line authority: the kind of responsible body"),
    cells: text("CODES", "grid worker, grid head, supervisor: codes of cells, with commas between"),
  },
  notes: ["The three administrators (system, security, audit) are three persons."],
  async run(args) {
    const needed = (option: string) => {
      const value = args.text(option);
      if (!value) throw new UsageFault(`user create: --${option} is missing`);
      return value;
    };
    const optional = Object.fromEntries(
      ["unit", "section", "person", "line", "cells"].flatMap((option) => {
        const value = args.text(option);
        return value ? [[option, value]] : [];
      }),
    );
    const password = initialPassword();
    const input = {
      login: args.positionals[0] ?? "",
      name: needed("name"),
      post: needed("post"),
      area: needed("area"),
      passwordHash: await hashPassword(password),
      ...optional,
    };
    try {
      const { login } = await withDatabase(async (db) => {
        const [city] = await db.select({ id: areas.id }).from(areas).limit(1);
        if (!city) throw new CliFault(["there is no city yet: run `city import` first"]);
        return createAccount(importerContext(db), input);
      });
      return {
        document: { login, post: input.post, initialPassword: password },
        lines: [`${login}  ${password}`],
        isDone: true,
      };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "invalid") throw error;
      const faults = Object.entries(error.fields).map(([field, code]) => `${field}: ${code}`);
      throw new CliFault([...faults, "no account was made"]);
    }
  },
};
