import type { TicketCommand } from "@/lib/domain/ticket/commands";

/** One input of a command's form; its name is the verb's own. */
export type FieldName =
  | "reason"
  | "reasonOptional"
  | "reply"
  | "replyOptional"
  | "note"
  | "words"
  | "result"
  | "plan"
  | "found"
  | "photos"
  | "photosOptional"
  | "beforePhotos"
  | "afterPhotos"
  | "condition"
  | "conditionOptional"
  | "supervisor"
  | "intoNumber"
  | "person"
  | "lead"
  | "unit"
  | "proposedUnit"
  | "calledUnits"
  | "becomesRule"
  | "extension"
  | "until"
  | "untilOptional"
  | "reviewOn"
  | "grant"
  | "supervisionLevel"
  | "lowerDesk"
  | "stars"
  | "checkOpinion"
  | "inspectionOpinion"
  | "position"
  | "classAndPlace";

/** Commands that a person does from a ticket; the others are time's, the reporter's, or begin a ticket. */
export const commandFields = {
  correct_report: ["classAndPlace"],
  request_check: ["supervisor", "note"],
  submit_check: ["checkOpinion", "words", "photos"],
  record_call_back: ["checkOpinion", "words"],
  recall_check: ["reason"],
  propose_filing: ["conditionOptional", "note"],
  decline: ["reason", "reply"],
  merge: ["intoNumber", "replyOptional"],
  file: ["condition", "note"],
  refuse: ["reason", "reply"],
  send_back: ["reason"],
  review_refusal: ["reason"],
  void: ["reason", "reply"],
  dispatch: ["lead", "note"],
  recall: ["reason"],
  add_co_unit: ["unit", "note"],
  accept_assignment: [],
  return_assignment: ["reason", "proposedUnit"],
  assign_person: ["person", "note"],
  hand_in: ["result", "photos"],
  unit_send_back: ["reason"],
  sign_off: ["note"],
  hand_back: ["result", "photos"],
  order_inspection: ["supervisor", "note"],
  reject_result: ["reason"],
  recall_inspection: ["reason"],
  submit_inspection: ["inspectionOpinion", "words", "photos"],
  waive_inspection: ["reason"],
  close: ["replyOptional"],
  rework: ["reason"],
  force_close: ["reason", "reply"],
  reopen: ["reason", "photosOptional"],
  solve_here: ["result", "beforePhotos", "afterPhotos"],
  pass_down: ["lowerDesk", "note"],
  escalate: ["reason"],
  take_up: ["reason"],
  request_extension: ["extension", "reason"],
  decide_extension: ["grant", "note"],
  request_deferral: ["until", "reason"],
  decide_deferral: ["grant", "note"],
  end_deferral: ["note"],
  request_long_term: ["plan", "reviewOn", "reason"],
  decide_long_term: ["grant", "note"],
  review_long_term: ["found", "reviewOn"],
  end_long_term: ["reason"],
  open_dispute: ["reason"],
  rule_dispute: ["unit", "becomesRule", "reason"],
  supervise: ["supervisionLevel", "reason", "untilOptional"],
  withdraw_supervision: ["reason"],
  urge: ["words"],
  whistle: ["calledUnits", "reason"],
  whistle_arrive: ["position"],
  whistle_rate: ["stars", "note"],
  hand_down: ["words", "untilOptional"],
  answer_leader: ["words"],
  add_note: ["words"],
} as const satisfies Partial<Record<TicketCommand, readonly FieldName[]>>;
export type FormCommand = keyof typeof commandFields;

/**
 * Commands that move the ticket on, in the order in which a desk looks at them: those that are permitted stand
 * first, the first of them with its form open. The rest waits under "more".
 */
const main: readonly FormCommand[] = [
  "decide_extension",
  "decide_deferral",
  "decide_long_term",
  "submit_check",
  "submit_inspection",
  "accept_assignment",
  "sign_off",
  "hand_in",
  "hand_back",
  "assign_person",
  "return_assignment",
  "unit_send_back",
  "propose_filing",
  "request_check",
  "record_call_back",
  "solve_here",
  "file",
  "send_back",
  "dispatch",
  "order_inspection",
  "reject_result",
  "close",
  "rework",
  "escalate",
  "pass_down",
  "decline",
  "refuse",
  "merge",
  "rule_dispute",
  "answer_leader",
  "whistle_arrive",
  "whistle_rate",
];

export type CommandOrder = { main: FormCommand[]; more: FormCommand[] };

export function orderedCommands(permitted: readonly TicketCommand[]): CommandOrder {
  const known = permitted.filter((name): name is FormCommand => name in commandFields);
  return {
    main: main.filter((name) => known.includes(name)),
    more: known.filter((name) => !main.includes(name)),
  };
}

/** What cannot be undone by the next person is marked so. */
export const dangerous: ReadonlySet<FormCommand> = new Set([
  "decline",
  "refuse",
  "void",
  "merge",
  "force_close",
]);
