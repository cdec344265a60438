import fc from "fast-check";
import { expect, test } from "vitest";
import { ticketStates } from "../states";
import { type Changes, evolve, type TicketEventPayload } from "./evolve";
import type { Ticket } from "./ticket";

const payload = (changes: Changes): TicketEventPayload => ({
  said: {},
  changes,
  photos: [],
  calendarVersion: 1,
});

const ticketPatch = fc.record(
  {
    state: fc.constantFrom(...ticketStates),
    placeWords: fc.string({ maxLength: 10 }),
    urgeCount: fc.nat(100),
    isOverdue: fc.boolean(),
    outcome: fc.option(fc.string({ maxLength: 10 })),
  },
  { requiredKeys: [] },
);
const partPatch = fc.record({
  id: fc.constantFrom("a", "b", "c"),
  isPaused: fc.boolean(),
  dueAt: fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"),
});
const changes: fc.Arbitrary<Changes> = fc.record(
  { ticket: ticketPatch, assignments: fc.uniqueArray(partPatch, { selector: ({ id }) => id, maxLength: 3 }) },
  { requiredKeys: [] },
);

function replay(history: Changes[], from: Ticket | null = null, seq = 1): Ticket {
  let ticket = from;
  for (const [at, change] of history.entries())
    ticket = evolve(ticket, "t", { seq: seq + at, payload: payload(change) });
  return ticket ?? evolve(null, "t", { seq, payload: payload({}) });
}

test("the version is the number of the event, the id never changes", () => {
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 12 }), (history) => {
      const ticket = replay(history);
      expect(ticket.version).toBe(history.length);
      expect(ticket.id).toBe("t");
    }),
  );
});

test("a history may be replayed in two pieces", () => {
  fc.assert(
    fc.property(fc.array(changes, { minLength: 2, maxLength: 12 }), fc.nat(), (history, at) => {
      const cut = 1 + (at % (history.length - 1));
      const half = replay(history.slice(0, cut));
      expect(replay(history.slice(cut), half, cut + 1)).toEqual(replay(history));
    }),
  );
});

test("each field is what was last said of it, and nothing else moves", () => {
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 12 }), (history) => {
      const ticket = replay(history);
      const blank = replay([{}]);
      for (const name of Object.keys(blank) as (keyof Ticket)[]) {
        if (name === "version" || name === "assignments" || name === "overlays") continue;
        const said = history.map(({ ticket: patch }) => patch).filter((patch) => patch && name in patch);
        const last = said.at(-1);
        expect(ticket[name]).toEqual(last ? last[name as keyof typeof last] : blank[name]);
      }
    }),
  );
});

test("parts are patched by id: a known one in its place, an unknown one at the end, none twice", () => {
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 12 }), (history) => {
      const { assignments } = replay(history);
      const order: string[] = [];
      const last = new Map<string, object>();
      for (const change of history)
        for (const patch of change.assignments ?? []) {
          if (!last.has(patch.id)) order.push(patch.id);
          last.set(patch.id, { ...last.get(patch.id), ...patch });
        }
      expect(assignments.map(({ id }) => id)).toEqual(order);
      for (const part of assignments) expect(part).toEqual(last.get(part.id));
    }),
  );
});

test("what was there before is left as it was", () => {
  fc.assert(
    fc.property(changes, changes, (first, second) => {
      const before = replay([first]);
      const kept = structuredClone(before);
      replay([second], before, 2);
      expect(before).toEqual(kept);
    }),
  );
});
