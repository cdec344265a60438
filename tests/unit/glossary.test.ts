import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { posts } from "@/lib/domain/posts";
import { ticketStates } from "@/lib/domain/states";
import { overlayKinds } from "@/lib/domain/ticket/ticket";
import enPost from "@/lib/i18n/messages/en/post.json";
import enState from "@/lib/i18n/messages/en/state.json";
import zhPost from "@/lib/i18n/messages/zh-CN/post.json";
import zhState from "@/lib/i18n/messages/zh-CN/state.json";

const glossary = readFileSync(new URL("../../docs/glossary.md", import.meta.url), "utf8");
const rows = new Map(
  glossary
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6)
    .map(([, code = "", zh = "", en = ""]) => [code.replaceAll("`", ""), { zh, en }]),
);

describe("the glossary", () => {
  test("names each state as the screens do", () => {
    for (const state of ticketStates)
      expect([state, rows.get(state)]).toEqual([state, { zh: zhState[state], en: enState[state] }]);
  });

  test("names each post as the screens do", () => {
    for (const post of posts) {
      const row = rows.get(post);
      expect([post, row?.zh, row?.en]).toEqual([post, zhPost[post], enPost[post].toLowerCase()]);
    }
  });

  test("names each overlay", () => {
    for (const kind of overlayKinds) expect([kind, rows.has(kind)]).toEqual([kind, true]);
  });
});
