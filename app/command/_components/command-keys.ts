import type { TicketCommand } from "@/lib/domain/ticket/commands";

/** One letter for each main command of a desk; where two are given, a state offers only one of them. */
export const commandKeys = {
  p: ["propose_filing"],
  v: ["request_check"],
  x: ["decline", "refuse"],
  f: ["file"],
  b: ["send_back", "recall"],
  d: ["dispatch"],
  i: ["order_inspection"],
  r: ["reject_result", "rework"],
  c: ["close"],
  e: ["escalate"],
  u: ["urge"],
  a: ["add_note"],
} as const satisfies Record<string, readonly TicketCommand[]>;

export function commandsOfKey(key: string): readonly TicketCommand[] {
  return Object.entries(commandKeys).find(([letter]) => letter === key)?.[1] ?? [];
}
