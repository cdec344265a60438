import "server-only";
import { randomInt } from "node:crypto";

/** Without what is mistaken for something else when read out or written down. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Sixteen characters in groups of four, about 79 bits; it opens nothing but its own change. */
export function initialPassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
