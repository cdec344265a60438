/** Posts (岗位) that a person can hold, and the actors that are nobody's post. Design §7.6. */
export const posts = [
  "call_taker",
  "acceptor",
  "shift_leader",
  "dispatcher",
  "grid_worker",
  "grid_head",
  "street_desk",
  "supervisor",
  "unit_liaison",
  "section_head",
  "handler",
  "unit_manager",
  "line_authority",
  "inspector",
  "evaluator",
  "leader",
  "editor",
  "volunteer",
  "system_admin",
  "security_admin",
  "audit_admin",
] as const;
export type Post = (typeof posts)[number];

export const actorKinds = ["public", "job", "importer"] as const;

/** Whoever the permission table speaks of: a post, or an actor without one. */
export const roles = [...posts, ...actorKinds] as const;
export type Role = (typeof roles)[number];

export const areaLevels = ["city", "district", "street", "community"] as const;
export type AreaLevel = (typeof areaLevels)[number];

const homes: Record<Post, string> = {
  call_taker: "/command",
  acceptor: "/command",
  shift_leader: "/command",
  dispatcher: "/command",
  street_desk: "/command",
  line_authority: "/command",
  inspector: "/command",
  evaluator: "/command",
  leader: "/command",
  grid_worker: "/field",
  grid_head: "/field",
  supervisor: "/field",
  volunteer: "/field",
  unit_liaison: "/unit",
  section_head: "/unit",
  handler: "/unit",
  unit_manager: "/unit",
  editor: "/admin",
  system_admin: "/admin",
  security_admin: "/admin",
  audit_admin: "/admin",
};

/** The screen a post lands on after sign-in. */
export function homeOf(post: Post): string {
  return homes[post];
}

/** Posts of the three administrators exclude each other (等保 three-admin rule): one person, one of them. */
export const administratorPosts = ["system_admin", "security_admin", "audit_admin"] as const satisfies Post[];
