import "server-only";
import { notFound } from "next/navigation";
import { rolesAllowed } from "@/lib/features/command";
import { type StaffContext, staffContext } from "./request-context";

/** For pages of the desk: for whoever holds no post at one, it does not exist. */
export async function commandContext(path: string): Promise<StaffContext> {
  const context = await staffContext(path);
  if (rolesAllowed(context.actor, "open_command").length === 0) notFound();
  return context;
}
