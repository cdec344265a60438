import { posts, type Role } from "./posts";
import { type TicketState, ticketStates } from "./states";
import { fromStates, type TicketCommand, ticketCommandNames } from "./ticket/commands";

/** Commands and queries that are not about one ticket; their state is `-`. */
export const plainCommands = [
  "report",
  "self_handle",
  "upload_photo",
  "keep_outside_report",
  "change_own_password",
  "open_command",
  "open_unit",
  "open_field",
  "open_admin",
  "view_directory",
  "view_accounts",
  "view_settings",
  "view_audit",
  "import_city",
  "import_areas",
  "import_units",
  "import_accounts",
  "create_account",
  "disable_account",
  "reset_password",
  "change_setting",
  "publish_calendar",
  "change_area",
  "change_unit",
  "change_class",
  "give_post",
  "export_persons",
  "export_accounts",
  "run_jobs",
] as const;
export type PlainCommand = (typeof plainCommands)[number];
export type Permission = TicketCommand | PlainCommand | "view_ticket";
export const permissionNames: readonly Permission[] = [
  ...new Set<Permission>(["view_ticket", ...ticketCommandNames, ...plainCommands]),
];

/**
 * How an actor stands to a ticket. `desk`: it lies at my desk now; `below`: in my area, at a desk under
 * mine; `territory`: anywhere in my area; `unit`/`section`/`person`: an assignment of mine; `called`: my
 * unit was whistled for and is waited for; `task`: a
 * check or inspection given to me; `grid`: in my cells; `own`: I reported it; `line`: a class of my
 * line; `code`: I hold its tracking code; `any`: needs no ticket, or all of them.
 */
export const scopes = [
  "desk",
  "below",
  "territory",
  "unit",
  "section",
  "person",
  "called",
  "task",
  "grid",
  "own",
  "line",
  "code",
  "any",
] as const;
export type Scope = (typeof scopes)[number];

/** `-` stands for "no ticket yet, or not about a ticket". */
export type PermissionState = TicketState | "-";
export const permissionStates: readonly PermissionState[] = ["-", ...ticketStates];

/** `role|permission|scope|state`. The full union is too large for the compiler, so it is made in one place only. */
export type PermissionCell = string;

export function permissionCell(
  role: Role,
  permission: Permission,
  scope: Scope,
  state: PermissionState,
): PermissionCell {
  return `${role}|${permission}|${scope}|${state}`;
}

const cells = new Set<PermissionCell>();

function statesOf(permission: Permission): readonly PermissionState[] {
  if (permission === "view_ticket") return ticketStates;
  if ((plainCommands as readonly string[]).includes(permission)) return ["-"];
  return fromStates(permission as TicketCommand);
}

/** Grants each role each permission, in these scopes, in every state the command is accepted from. */
function allow(roles: readonly Role[], permissions: readonly Permission[], inScopes: readonly Scope[]): void {
  for (const role of roles)
    for (const permission of permissions)
      for (const scope of inScopes)
        for (const state of statesOf(permission)) cells.add(permissionCell(role, permission, scope, state));
}

// Who sees a ticket at all. Outside of this it does not exist for the actor.
allow(
  ["call_taker", "acceptor", "shift_leader", "dispatcher", "street_desk", "inspector", "evaluator", "leader"],
  ["view_ticket"],
  ["territory"],
);
allow(["grid_head"], ["view_ticket"], ["territory", "own"]);
allow(["grid_worker"], ["view_ticket"], ["grid", "own"]);
allow(["supervisor"], ["view_ticket"], ["task", "own"]);
allow(["unit_liaison", "unit_manager"], ["view_ticket"], ["unit", "called"]);
allow(["section_head"], ["view_ticket"], ["section"]);
allow(["handler"], ["view_ticket"], ["person"]);
allow(["line_authority"], ["view_ticket"], ["line"]);
allow(["volunteer"], ["view_ticket"], ["own"]);
allow(["public"], ["view_ticket"], ["code"]);
allow(["job"], ["view_ticket"], ["any"]);

// Intake
allow(
  ["public", "volunteer", "call_taker", "acceptor", "street_desk", "grid_worker", "grid_head", "supervisor"],
  ["report", "upload_photo", "keep_outside_report"],
  ["any"],
);
allow(["unit_liaison", "section_head", "handler", "unit_manager"], ["upload_photo"], ["any"]);
allow(["grid_worker", "grid_head"], ["self_handle"], ["any"]);

// The supervision side: accept, check, inspect. At the low levels one desk holds what its level needs.
allow(
  ["acceptor", "street_desk", "grid_head"],
  ["correct_report", "propose_filing", "decline", "merge", "request_check", "recall_check"],
  ["desk"],
);
allow(["call_taker", "acceptor", "street_desk"], ["record_call_back"], ["desk"]);
allow(
  ["acceptor", "street_desk", "grid_head"],
  ["order_inspection", "reject_result", "recall_inspection"],
  ["desk"],
);
allow(["acceptor", "street_desk"], ["reopen"], ["desk"]);
allow(["supervisor"], ["submit_check", "submit_inspection"], ["task"]);

// The shift leader: files, voids, closes.
allow(["shift_leader", "street_desk", "grid_head"], ["file", "send_back", "close", "rework"], ["desk"]);
allow(["shift_leader"], ["refuse", "waive_inspection", "force_close"], ["desk"]);
// No low desk has a shift leader: what it declined is reviewed, and what it filed in error voided, from above.
allow(["shift_leader"], ["review_refusal", "void"], ["desk", "below"]);
allow(["shift_leader", "acceptor"], ["answer_leader"], ["desk"]);

// The command side: dispatch and coordinate.
allow(["dispatcher", "street_desk", "grid_head"], ["dispatch", "recall", "add_co_unit"], ["desk"]);
allow(["dispatcher", "street_desk"], ["open_dispute"], ["desk"]);
// What a unit asks for is answered at the desk, or above it where the desk may not answer: never by nobody.
allow(
  ["dispatcher", "street_desk"],
  ["decide_extension", "decide_deferral", "end_deferral", "rule_dispute"],
  ["desk", "below"],
);
allow(["dispatcher"], ["decide_long_term", "review_long_term", "end_long_term"], ["desk", "below"]);

// Along the chain of desks
allow(["street_desk", "grid_head", "grid_worker"], ["solve_here"], ["desk"]);
allow(
  ["shift_leader", "dispatcher", "acceptor", "street_desk", "grid_head", "grid_worker"],
  ["escalate"],
  ["desk"],
);
allow(["shift_leader", "dispatcher", "street_desk"], ["pass_down"], ["desk"]);
allow(["shift_leader", "street_desk"], ["take_up"], ["below"]);
allow(["street_desk"], ["whistle", "whistle_rate"], ["desk"]);

// The responsible unit
allow(
  ["unit_liaison", "unit_manager"],
  [
    "accept_assignment",
    "return_assignment",
    "assign_person",
    "unit_send_back",
    "sign_off",
    "hand_back",
    "request_extension",
    "request_deferral",
    "request_long_term",
    "open_dispute",
  ],
  ["unit"],
);
allow(["unit_liaison"], ["hand_in"], ["unit"]);
allow(["unit_liaison"], ["whistle_arrive"], ["unit", "called"]);
allow(
  ["section_head"],
  [
    "assign_person",
    "hand_in",
    "unit_send_back",
    "sign_off",
    "hand_back",
    "request_extension",
    "whistle_arrive",
  ],
  ["section"],
);
allow(["handler"], ["hand_in", "whistle_arrive"], ["person"]);

// Pressing
allow(["acceptor", "shift_leader", "dispatcher", "street_desk", "grid_head"], ["urge"], ["desk", "below"]);
allow(["line_authority"], ["urge"], ["line"]);
allow(["inspector"], ["supervise", "withdraw_supervision", "urge"], ["territory"]);
allow(["leader"], ["hand_down"], ["territory"]);

// Notes: whoever works on it may write one down.
allow(["call_taker", "acceptor", "shift_leader", "dispatcher", "street_desk"], ["add_note"], ["territory"]);
allow(["grid_head"], ["add_note"], ["territory"]);
allow(["grid_worker"], ["add_note"], ["grid", "own"]);
allow(["supervisor"], ["add_note"], ["task"]);
allow(["unit_liaison", "unit_manager"], ["add_note"], ["unit"]);
allow(["section_head"], ["add_note"], ["section"]);
allow(["handler"], ["add_note"], ["person"]);
allow(["line_authority"], ["add_note"], ["line"]);
allow(["inspector"], ["add_note"], ["territory"]);

// The reporter, by tracking code
allow(["public"], ["reopen", "rate"], ["code"]);

// Time itself
allow(["job"], ["accept_by_silence", "mark_overdue", "escalate", "end_deferral"], ["any"]);
allow(["job"], ["run_jobs"], ["any"]);

// Screens
allow(
  [
    "call_taker",
    "acceptor",
    "shift_leader",
    "dispatcher",
    "street_desk",
    "grid_head",
    "line_authority",
    "inspector",
    "evaluator",
    "leader",
  ],
  ["open_command"],
  ["any"],
);
allow(["unit_liaison", "section_head", "handler", "unit_manager"], ["open_unit"], ["any"]);
allow(["grid_worker", "grid_head", "supervisor", "volunteer"], ["open_field"], ["any"]);
allow(["system_admin", "security_admin", "audit_admin", "editor"], ["open_admin"], ["any"]);
allow(posts, ["change_own_password"], ["any"]);

// Administration: system, security and audit are three persons (等保), the last one changes nothing.
allow(
  ["call_taker", "acceptor", "shift_leader", "dispatcher", "street_desk", "grid_head"],
  ["view_directory"],
  ["any"],
);
allow(["inspector", "evaluator", "leader", "line_authority", "editor"], ["view_directory"], ["any"]);
allow(["system_admin", "security_admin", "audit_admin"], ["view_directory", "view_settings"], ["any"]);
allow(
  ["system_admin"],
  [
    "import_city",
    "import_areas",
    "import_units",
    "change_setting",
    "publish_calendar",
    "change_area",
    "change_unit",
    "change_class",
    "export_persons",
  ],
  ["any"],
);
allow(
  ["security_admin"],
  [
    "view_accounts",
    "import_accounts",
    "create_account",
    "disable_account",
    "reset_password",
    "give_post",
    "export_accounts",
  ],
  ["any"],
);
allow(["audit_admin"], ["view_accounts", "view_audit"], ["any"]);
allow(
  ["importer"],
  [
    "import_city",
    "import_areas",
    "import_units",
    "import_accounts",
    "create_account",
    "change_setting",
    "publish_calendar",
  ],
  ["any"],
);

/** Every granted cell. A missing cell is a refusal. */
export const permissionCells: ReadonlySet<PermissionCell> = cells;

/** The one question: may this role do this, standing so, in this state? */
export function isAllowed(
  role: Role,
  permission: Permission,
  inScopes: Iterable<Scope>,
  state: PermissionState,
  table: ReadonlySet<PermissionCell> = permissionCells,
): boolean {
  for (const scope of inScopes) if (table.has(permissionCell(role, permission, scope, state))) return true;
  return false;
}

/** Is there any scope and state in which the role may do this? The first, cheap question of a command. */
export function mayEver(
  role: Role,
  permission: Permission,
  table: ReadonlySet<PermissionCell> = permissionCells,
): boolean {
  return grantedScopes(role, permission, table).size > 0;
}

const granted = new Map<string, ReadonlySet<Scope>>();

/** The scopes in which a role may do something in at least one state. */
export function grantedScopes(
  role: Role,
  permission: Permission,
  table: ReadonlySet<PermissionCell> = permissionCells,
): ReadonlySet<Scope> {
  if (table !== permissionCells) return searchScopes(role, permission, table);
  // The product's own table never changes, and every command asks it.
  const key = `${role}|${permission}`;
  const found = granted.get(key) ?? searchScopes(role, permission, table);
  granted.set(key, found);
  return found;
}

function searchScopes(role: Role, permission: Permission, table: ReadonlySet<PermissionCell>): Set<Scope> {
  const found = new Set<Scope>();
  for (const scope of scopes)
    for (const state of permissionStates)
      if (table.has(permissionCell(role, permission, scope, state))) {
        found.add(scope);
        break;
      }
  return found;
}
