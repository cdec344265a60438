import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { clientAddress } from "@/lib/web/client-address";
import { isOwnOrigin } from "@/lib/web/origin";
import { ownPath } from "@/lib/web/own-path";

type Params = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Params): Promise<Response> {
  if (request.method !== "GET" && !isOwnOrigin(request.headers)) {
    return Response.json({ code: "forbidden" }, { status: 403 });
  }
  const caller = {
    address: clientAddress(request.headers),
    userAgent: request.headers.get("user-agent") ?? "",
  };
  return NextAuth(authOptions(caller, ownPath))(request, context);
}

export { handle as GET, handle as POST };
