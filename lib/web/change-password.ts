import "server-only";
import { headers } from "next/headers";
import { changePassword } from "@/lib/auth/change-password";
import { AppError } from "@/lib/domain/errors";
import { clientAddress } from "./client-address";
import { homeOfActor, ownAccountContext } from "./request-context";
import { setSessionCookie } from "./session-doors";

/** Changes the signed-in person's password, keeps this browser signed in, and answers where to go. */
export async function changePasswordByForm(given: {
  current: string;
  next: string;
  repeated: string;
}): Promise<{ home: string }> {
  const asked = await headers();
  const own = await ownAccountContext();
  if (!own) throw new AppError("not_signed_in");
  const from = { address: clientAddress(asked), userAgent: asked.get("user-agent") ?? "" };
  const sessionId = await changePassword(own.context, given, from);
  await setSessionCookie(sessionId);
  return { home: homeOfActor(own.context.actor) };
}
