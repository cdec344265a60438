"use client";

import { useEffect, useState } from "react";
import type { FormHelp } from "@/lib/domain/form-help";

const quietMs = 300;

/**
 * Asks the server for help with what was filled in, once it has rested for a moment; an answer to an earlier question
 * is never shown. `none` while there is nothing to ask. `ask` is a server action, or stays the same between renders.
 */
export function useFormHelp<A, T>(
  asked: A | null,
  ask: (asked: A) => Promise<FormHelp<T>>,
): FormHelp<T> | { status: "none" | "looking" } {
  const key = asked === null ? null : JSON.stringify(asked);
  const [last, setLast] = useState<{ key: string; answer: FormHelp<T> } | null>(null);
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const question: A = JSON.parse(key);
      const answer = await ask(question).catch((): FormHelp<T> => ({ status: "failed" }));
      if (isCurrent) setLast({ key, answer });
    }, quietMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, ask]);
  if (key === null) return nothing;
  return last?.key === key ? last.answer : looking;
}

const nothing = { status: "none" } as const;
const looking = { status: "looking" } as const;
