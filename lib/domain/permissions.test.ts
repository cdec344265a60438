import { expect, test } from "vitest";
import { expectedCells } from "@/tests/support/expected-matrix";
import {
  grantedScopes,
  isAllowed,
  mayEver,
  permissionCells,
  permissionNames,
  permissionStates,
  scopes,
} from "./permissions";
import { administratorPosts, posts, roles } from "./posts";
import { type TicketCommand, ticketCommandNames, ticketCommands } from "./ticket/commands";

const expected = expectedCells();

test("every granted cell stands in the table kept by hand, and every cell of that table is granted", () => {
  expect([...permissionCells].filter((cell) => !expected.has(cell))).toEqual([]);
  expect([...expected].filter((cell) => !permissionCells.has(cell))).toEqual([]);
});

test("every post × command × scope × state is decided as the table kept by hand says", () => {
  const wrong: string[] = [];
  for (const role of roles)
    for (const permission of permissionNames)
      for (const scope of scopes)
        for (const state of permissionStates) {
          const cell = `${role}|${permission}|${scope}|${state}`;
          if (isAllowed(role, permission, [scope], state) !== expected.has(cell)) wrong.push(cell);
        }
  expect(wrong).toEqual([]);
});

test("one scope among several is enough, and none is not", () => {
  expect(isAllowed("acceptor", "decline", ["any", "desk"], "reported")).toBe(true);
  expect(isAllowed("acceptor", "decline", ["any", "territory"], "reported")).toBe(false);
  expect(isAllowed("acceptor", "decline", [], "reported")).toBe(false);
});

test("no ticket command is granted in a state from which it is not accepted", () => {
  const known = new Set<string>(ticketCommandNames);
  const wrong = [...permissionCells].filter((cell) => {
    const [, permission = "", , state = ""] = cell.split("|");
    if (!known.has(permission)) return false;
    const from: readonly string[] = ticketCommands[permission as TicketCommand].from;
    return from.length === 0 ? state !== "-" : !from.includes(state);
  });
  expect(wrong).toEqual([]);
});

test("every ticket command can be done by somebody", () => {
  const nobody = ticketCommandNames.filter((command) => !roles.some((role) => mayEver(role, command)));
  expect(nobody).toEqual([]);
});

test("the cheap first question agrees with the table", () => {
  for (const role of roles)
    for (const permission of permissionNames) {
      const isSomewhere = [...expected].some((cell) => cell.startsWith(`${role}|${permission}|`));
      expect(mayEver(role, permission), `${role} ${permission}`).toBe(isSomewhere);
      expect(grantedScopes(role, permission).size > 0).toBe(isSomewhere);
    }
});

test("administrators touch no ticket, and the audit administrator changes nothing but a password", () => {
  for (const post of administratorPosts) {
    expect(mayEver(post, "view_ticket")).toBe(false);
    expect(ticketCommandNames.filter((command) => mayEver(post, command))).toEqual([]);
  }
  const granted = permissionNames.filter((permission) => mayEver("audit_admin", permission));
  expect(granted.filter((name) => !/^(view_|open_)/.test(name))).toEqual(["change_own_password"]);
});

test("every post opens at least one screen", () => {
  const lost = posts.filter(
    (post) =>
      !permissionNames.some(
        (name) => name.startsWith("open_") && name !== "open_dispute" && mayEver(post, name),
      ),
  );
  expect(lost).toEqual([]);
});
