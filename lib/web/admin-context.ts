import "server-only";
import { notFound } from "next/navigation";
import { rolesAllowed } from "@/lib/features/command";
import { type StaffContext, staffContext } from "./request-context";

/** For pages of the administration: for whoever may not open it, it does not exist, whatever its lists would say. */
export async function adminContext(path: string): Promise<StaffContext> {
  const context = await staffContext(path);
  if (rolesAllowed(context.actor, "open_admin").length === 0) notFound();
  return context;
}
