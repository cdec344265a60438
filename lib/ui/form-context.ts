"use client";

import { createContext, useContext } from "react";
import { type FormState, idleForm } from "@/lib/domain/form-state";

/** The answer of the form around: fields find their own problem and their own typed value in it. */
export const FormStateContext = createContext<FormState>(idleForm);

export function useFormAnswer(): FormState {
  return useContext(FormStateContext);
}

/** What was typed into a field before the refusal, or nothing. */
export function useTyped(name: string | undefined): string | string[] | undefined {
  const state = useContext(FormStateContext);
  return state.status === "refused" && name ? state.values[name] : undefined;
}

/** The field around an input: its name and the ids of its words. */
export type FieldInfo = {
  name: string;
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  isRequired: boolean;
};
export const FieldContext = createContext<FieldInfo | null>(null);

export function useFieldInfo(): FieldInfo | null {
  return useContext(FieldContext);
}
