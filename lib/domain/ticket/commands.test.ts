import fc from "fast-check";
import { expect, test } from "vitest";
import { endStates, isOpen, type TicketState, ticketStates } from "../states";
import {
  fromStates,
  isAllowedMove,
  type TicketCommand,
  ticketCommandNames,
  ticketCommands,
} from "./commands";

type Row = { from: readonly TicketState[]; to: readonly TicketState[] | "same" };
const rowOf = (command: TicketCommand): Row => ticketCommands[command];

/** Every step the table knows: command, before, after. */
const moves = ticketCommandNames.flatMap((command) => {
  const { from, to } = rowOf(command);
  return from.flatMap((before) =>
    (to === "same" ? [before] : to).map((after) => ({ command, before, after })),
  );
});

const anyCommand = fc.constantFrom(...ticketCommandNames);
const anyState = fc.constantFrom(...ticketStates);

test("a move is allowed exactly when the table has it", () => {
  fc.assert(
    fc.property(anyCommand, anyState, anyState, (command, before, after) => {
      const isKnown = moves.some(
        (move) => move.command === command && move.before === before && move.after === after,
      );
      expect(isAllowedMove(command, before, after)).toBe(isKnown);
    }),
    { numRuns: 5_000 },
  );
});

test("only report and self_handle make a ticket, and only in their own state", () => {
  fc.assert(
    fc.property(anyCommand, anyState, (command, after) => {
      const isFirst =
        (command === "report" && after === "reported") || (command === "self_handle" && after === "closed");
      expect(isAllowedMove(command, null, after)).toBe(isFirst);
      expect(fromStates(command).length === 0).toBe(command === "report" || command === "self_handle");
    }),
  );
});

test("nothing but reopening and the review of a refusal leaves a final state", () => {
  const leaving = moves.filter(({ before, after }) => !isOpen(before) && before !== after);
  expect([...new Set(leaving.map(({ command }) => command))].sort()).toEqual(["reopen", "review_refusal"]);
  expect(leaving.filter(({ command, before }) => command === "reopen" && before !== "closed")).toEqual([]);
  expect(leaving.filter(({ before }) => before === "merged" || before === "voided")).toEqual([]);
});

test("in a final state only its own words are still accepted", () => {
  const accepted = [...new Set(moves.filter(({ before }) => !isOpen(before)).map(({ command }) => command))];
  expect(accepted.sort()).toEqual(["answer_leader", "rate", "reopen", "review_refusal"]);
});

test("random walks over the table never leave a final state in any other way", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (choices) => {
      let state: TicketState = "reported";
      for (const choice of choices) {
        const possible = moves.filter(({ before }) => before === state);
        const move = possible[choice % possible.length];
        if (!move) {
          expect(["merged", "voided"]).toContain(state);
          return;
        }
        expect(isAllowedMove(move.command, state, move.after)).toBe(true);
        if (!isOpen(state) && move.after !== state)
          expect(["reopen", "review_refusal"]).toContain(move.command);
        state = move.after;
      }
    }),
  );
});

function reachableFrom(start: TicketState): Set<TicketState> {
  const found = new Set<TicketState>([start]);
  for (const state of found) for (const { before, after } of moves) if (before === state) found.add(after);
  return found;
}

test("every state can be reached from a report, and every open one can still come to its close", () => {
  expect([...reachableFrom("reported")].sort()).toEqual([...ticketStates].sort());
  for (const state of ticketStates.filter(isOpen))
    expect(reachableFrom(state).has("closed"), state).toBe(true);
});

test("whoever is filed can be closed only over an inspection, a waiver, a force or on the spot", () => {
  const closing = moves.filter(({ before, after }) => after === "closed" && before !== "closed");
  expect([...new Set(closing.map(({ command }) => command))].sort()).toEqual([
    "close",
    "force_close",
    "solve_here",
    "submit_inspection",
  ]);
});

test("the final states are the ones the table ends in", () => {
  const ends = ticketStates.filter(
    (state) =>
      !moves.some(({ command, before, after }) => {
        const isBack = command === "reopen" || command === "review_refusal";
        return before === state && after !== state && !isBack;
      }),
  );
  expect(ends.sort()).toEqual([...endStates].sort());
});
