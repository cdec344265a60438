import { expect, test } from "vitest";
import { publicSteps, type StepEvent } from "./public-steps";
import { type TicketCommand, ticketCommandNames } from "./ticket/commands";
import type { Changes } from "./ticket/evolve";

function history(...lines: [TicketCommand, Changes?, Partial<StepEvent>?][]): StepEvent[] {
  return lines.map(([type, changes = {}, more], index) => ({
    seq: index + 1,
    at: `2026-03-0${(index % 9) + 1}T00:00:00.000Z`,
    type,
    opinion: null,
    grant: null,
    changes,
    ...more,
  }));
}
const names = (events: StepEvent[]) => publicSteps(events).map(({ name }) => name);

test("a life is told from report to rating, with the units and the state after each step", () => {
  const steps = publicSteps(
    history(
      ["report", { ticket: { state: "reported" } }],
      ["propose_filing", { ticket: { state: "proposed" } }],
      ["file", { ticket: { state: "filed" } }],
      [
        "dispatch",
        { ticket: { state: "assigned" }, assignments: [{ id: "a", unitId: "U", state: "assigned" }] },
      ],
      ["accept_assignment", { ticket: { state: "handling" }, assignments: [{ id: "a", state: "handling" }] }],
      ["assign_person", { assignments: [{ id: "a", personId: "P" }] }],
      ["hand_in", { ticket: { state: "unit_review" }, assignments: [{ id: "a", state: "unit_review" }] }],
      ["sign_off", { ticket: { state: "handed_back" }, assignments: [{ id: "a", state: "handed_back" }] }],
      ["order_inspection", { ticket: { state: "inspecting" } }],
      ["submit_inspection", { ticket: { state: "closing" } }, { opinion: "passed" }],
      ["close", { ticket: { state: "closed" } }],
      ["rate", { ticket: { rating: 5 } }],
    ),
  );
  expect(steps.map(({ name, state, unitIds }) => [name, state, ...unitIds])).toEqual([
    ["reported", "reported"],
    ["accepted", "proposed"],
    ["filed", "filed"],
    ["given", "assigned", "U"],
    ["handling", "handling", "U"],
    ["done", "handed_back", "U"],
    ["inspecting", "inspecting"],
    ["passed", "closing"],
    ["closed", "closed"],
    ["rated", "closed"],
  ]);
});

test("a passed inspection that closes at once is told as both", () => {
  const closes: Changes = { ticket: { state: "closed" } };
  expect(names(history(["submit_inspection", closes, { opinion: "passed" }]))).toEqual(["passed", "closed"]);
});

test("a check that found nothing and a failed inspection are told as what they are", () => {
  expect(
    names(
      history(
        ["submit_check", {}, { opinion: "not_found" }],
        ["record_call_back", {}, { opinion: "confirmed" }],
        ["submit_inspection", { ticket: { state: "closing" } }, { opinion: "failed" }],
      ),
    ),
  ).toEqual(["not_found", "confirmed", "failed"]);
});

test("what is asked for is told only once it is granted; a return only when the ticket goes back", () => {
  expect(names(history(["decide_deferral", {}, { grant: "no" }]))).toEqual([]);
  expect(names(history(["decide_deferral", {}, { grant: "yes" }], ["end_deferral"]))).toEqual([
    "deferred",
    "resumed",
  ]);
  const returned: Changes = { ticket: { state: "handling" }, assignments: [{ id: "b", state: "returned" }] };
  expect(names(history(["return_assignment", returned]))).toEqual([]);
});

test("the officials' own business leaves no step", () => {
  const silent = ticketCommandNames.filter((type) => names(history([type])).length === 0);
  for (const type of [
    "add_note",
    "urge",
    "supervise",
    "withdraw_supervision",
    "whistle",
    "hand_down",
    "assign_person",
    "open_dispute",
    "rule_dispute",
    "mark_overdue",
    "escalate",
    "correct_report",
  ] as const)
    expect(silent).toContain(type);
});
