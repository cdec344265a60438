import "server-only";
import type { output, ZodType } from "zod";
import type { Permission } from "@/lib/domain/permissions";
import { authorise } from "./command";
import type { Context } from "./context";
import { parse } from "./parse";

/** A read: parse, may this role at all, one read in the actor's scope. `permission: null` is open to all. */
export function query<S extends ZodType, R>(spec: {
  permission: Permission | null;
  input: S;
  run(context: Context, input: output<S>): Promise<R>;
}) {
  return async (context: Context, raw: unknown): Promise<R> => {
    const input = parse(spec.input, raw);
    if (spec.permission) authorise(context.actor, spec.permission);
    return spec.run(context, input);
  };
}
