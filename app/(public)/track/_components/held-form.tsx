"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { type FormState, idleForm } from "@/lib/domain/form-state";
import { FormStateContext } from "@/lib/ui/form-context";
import { RefusalNotice } from "@/lib/ui/refusal";
import type { Tracked, TrackState } from "./track-state";

/**
 * A form of the holder of a code. All forms of the page share one answer, as the page has no session to come back
 * to; each looks only at its own. The version makes sure that nothing newer is overwritten.
 */
export function HeldForm({
  name,
  state,
  tracked,
  action,
  children,
}: {
  name: "rate" | "reopen";
  state: TrackState;
  tracked: Tracked;
  action: (form: FormData) => void;
  children: ReactNode;
}) {
  const own: FormState = state.form === name ? state.answer : idleForm;
  const form = useRef<HTMLFormElement>(null);
  const [key] = useState(() => crypto.getRandomValues(new Uint32Array(4)).join("-"));
  useEffect(() => {
    if (own.status === "refused") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [own]);
  return (
    <FormStateContext.Provider value={own}>
      <form ref={form} action={action} noValidate className="grid gap-3 no-print">
        <input type="hidden" name="do" value={name} />
        <input type="hidden" name="code" value={tracked.code} readOnly />
        <input type="hidden" name="number" value={tracked.number} readOnly />
        <input type="hidden" name="version" value={tracked.version} readOnly />
        <input
          type="hidden"
          name="idempotencyKey"
          value={`${key}-${tracked.version}`}
          suppressHydrationWarning
          readOnly
        />
        {own.status === "refused" && own.code === "conflict" ? null : <RefusalNotice state={own} />}
        {children}
      </form>
    </FormStateContext.Provider>
  );
}
