"use client";

import { type ComponentProps, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { type FormAction, type FormState, idleForm } from "@/lib/domain/form-state";
import { FormStateContext } from "./form-context";
import { Notice } from "./notice";
import { RefusalNotice } from "./refusal";

/** Works without a secure context too, where `crypto.randomUUID` is missing. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A form that calls a command: it carries an idempotency key made before the first try, says a refusal in
 * words, marks the fields meant and keeps what was typed. Works before the script arrives.
 */
export function ActionForm({
  action,
  hidden = {},
  done,
  onDone,
  onRefused,
  hasNotice = true,
  children,
  ...rest
}: Omit<ComponentProps<"form">, "action" | "children" | "hidden"> & {
  action: FormAction;
  /** Fixed values, such as the ticket's id and the version that was read. */
  hidden?: Record<string, string | number>;
  /** What to say when it is done. */
  done?: ReactNode;
  onDone?: (detail: Record<string, string | number | boolean>) => void;
  /** For refusals that concern more than this form, such as a conflict. */
  onRefused?: (refused: Extract<FormState, { status: "refused" }>) => void;
  hasNotice?: boolean;
  children: ReactNode | ((state: FormState) => ReactNode);
}) {
  const [state, formAction] = useActionState(action, idleForm);
  const [firstKey] = useState(newKey);
  const told = useRef<FormState>(state);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (told.current === state) return;
    told.current = state;
    if (state.status === "done") onDone?.(state.detail);
    if (state.status === "refused") {
      onRefused?.(state);
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [state, onDone, onRefused]);

  return (
    <FormStateContext.Provider value={state}>
      <form {...rest} ref={form} action={formAction}>
        <input
          type="hidden"
          name="idempotencyKey"
          value={state.status === "done" ? state.nextKey : firstKey}
          suppressHydrationWarning
          readOnly
        />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} readOnly />
        ))}
        {hasNotice ? <RefusalNotice state={state} /> : null}
        {hasNotice && done && state.status === "done" ? <Notice kind="done">{done}</Notice> : null}
        {typeof children === "function" ? children(state) : children}
      </form>
    </FormStateContext.Provider>
  );
}
