import "server-only";
import { notFound } from "next/navigation";
import type { PlainCommand } from "@/lib/domain/permissions";
import { rolesAllowed } from "@/lib/features/command";
import { type StaffContext, staffContext } from "./request-context";

type ScreenPermission = Extract<PlainCommand, "open_unit" | "open_field">;

/** For pages of a screen that belongs to certain posts: for whoever may not open it, it does not exist. */
export async function screenContext(path: string, permission: ScreenPermission): Promise<StaffContext> {
  const context = await staffContext(path);
  if (rolesAllowed(context.actor, permission).length === 0) notFound();
  return context;
}
