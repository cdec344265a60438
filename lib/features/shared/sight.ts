import "server-only";
import type { Actor } from "@/lib/domain/actor";
import { grantedScopes } from "@/lib/domain/permissions";

/** Then the counters tell it all, and no ticket needs to be asked whether it may be seen. */
export function seesWholeCity(actor: Actor): boolean {
  return (
    actor.kind === "user" &&
    actor.appointments.some(
      ({ areaLevel, post }) => areaLevel === "city" && grantedScopes(post, "view_ticket").has("territory"),
    )
  );
}

/** Two actors with the same sight see the same tickets. */
export function sightOf(actor: Actor): string {
  return seesWholeCity(actor) ? "city" : JSON.stringify(actor);
}
