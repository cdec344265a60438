import type { FieldProblems, RefusalCode } from "./errors";

/** What was typed, to be shown again; passwords and files never come back. */
export type TypedValues = Record<string, string | string[]>;

/** What a form's action answers: a value that crosses to the browser, never an exception. */
export type FormState =
  | { status: "idle" }
  | {
      status: "done";
      /** The idempotency key of the next submission. */
      nextKey: string;
      /** Facts for the sentence that says what happened and what is next. */
      detail: Record<string, string | number | boolean>;
    }
  | {
      status: "refused";
      code: RefusalCode;
      fields: FieldProblems;
      detail: Record<string, string | number | boolean>;
      values: TypedValues;
    };

export const idleForm: FormState = { status: "idle" };

/** A `<form>`'s action as `useActionState` calls it. */
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;
