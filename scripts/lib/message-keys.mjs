// Both languages say the same things: same files, same keys, same placeholders, nothing empty.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

const folder = path.join(root, "lib", "i18n", "messages");
const languages = ["zh-CN", "en"];

function flatten(value, prefix = "") {
  if (typeof value !== "object" || value === null) return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key));
}

/** Names of the arguments and tags of an ICU message; the words inside plural and select branches are none. */
export function placeholders(message) {
  const names = new Set();
  let at = 0;
  const blanks = () => {
    while (/\s/.test(message[at] ?? "")) at += 1;
  };
  const word = () => {
    blanks();
    const match = /^[^\s{},#<>']+/.exec(message.slice(at));
    at += match?.[0].length ?? 0;
    blanks();
    return match?.[0] ?? "";
  };
  const text = (isInside) => {
    while (at < message.length) {
      const character = message[at];
      if (character === "'" && /[{}<'#|]/.test(message[at + 1] ?? "")) {
        const end = message.indexOf("'", at + 2);
        at = message[at + 1] === "'" ? at + 2 : end < 0 ? message.length : end + 1;
      } else if (character === "{") {
        at += 1;
        argument();
      } else if (character === "}") {
        at += 1;
        if (isInside) return;
        throw new Error("a } too many");
      } else {
        const tag = /^<\/?([A-Za-z]\w*)\s*\/?>/.exec(message.slice(at));
        if (tag) names.add(`<${tag[1]}>`);
        at += tag?.[0].length ?? 1;
      }
    }
    if (isInside) throw new Error("a } is missing");
  };
  const argument = () => {
    const name = word();
    names.add(name);
    if (message[at] === "}") {
      at += 1;
      return;
    }
    if (message[at] !== ",") throw new Error(`after {${name} comes , or }`);
    at += 1;
    const kind = word();
    if (!/^(plural|select|selectordinal)$/.test(kind)) {
      const end = message.indexOf("}", at);
      if (end < 0) throw new Error("a } is missing");
      at = end + 1;
      return;
    }
    at += 1;
    for (;;) {
      blanks();
      if (at >= message.length) throw new Error("a } is missing");
      if (message[at] === "}") {
        at += 1;
        return;
      }
      word();
      if (message[at] !== "{") throw new Error(`a branch of ${name} lacks its {`);
      at += 1;
      text(true);
    }
  };
  text(false);
  return [...names].sort().join(" ");
}

function load(language) {
  const entries = new Map();
  for (const file of readdirSync(path.join(folder, language)).sort()) {
    if (!file.endsWith(".json")) continue;
    const content = JSON.parse(readFileSync(path.join(folder, language, file), "utf8"));
    for (const [key, value] of flatten(content)) entries.set(`${file} ${key}`, value);
  }
  return entries;
}

export function checkMessages() {
  const faults = [];
  const [first, second] = languages.map(load);
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const values = [first.get(key), second.get(key)];
    const marks = values.map((value, index) => {
      if (value === undefined) {
        faults.push(`${languages[index]}/${key} is missing`);
        return undefined;
      }
      if (typeof value !== "string" || value.trim() === "") {
        faults.push(`${languages[index]}/${key} is empty or no text`);
        return undefined;
      }
      try {
        return placeholders(value);
      } catch (error) {
        faults.push(`${languages[index]}/${key}: ${error.message}`);
        return undefined;
      }
    });
    const [one, other] = marks;
    if (one !== undefined && other !== undefined && one !== other) {
      faults.push(
        `${key}: placeholders differ, ${languages[0]} has "${one}", ${languages[1]} has "${other}"`,
      );
    }
  }
  if (first.size === 0) faults.push("no messages were found");
  return { faults, note: `${first.size} keys` };
}
