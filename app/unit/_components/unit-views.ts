import type { Post } from "@/lib/domain/posts";
import type { DutyView } from "@/lib/features/units/list-duties";

export type UnitView = DutyView | "people";

const views = {
  unit_liaison: ["open", "receive", "assign", "handle", "sign_off", "handed_back", "ended", "people"],
  unit_manager: ["open", "receive", "assign", "handle", "sign_off", "handed_back", "ended", "people"],
  section_head: ["open", "assign", "handle", "sign_off", "handed_back", "ended", "people"],
  handler: ["handle", "sign_off", "handed_back", "ended"],
} as const satisfies Partial<Record<Post, UnitView[]>>;

/** The tabs of a post: what it can have work in. A person of several posts gets the longest row. */
export function viewsOf(posts: readonly Post[]): readonly UnitView[] {
  for (const post of ["unit_liaison", "unit_manager", "section_head"] as const)
    if (posts.includes(post)) return views[post];
  return views.handler;
}
