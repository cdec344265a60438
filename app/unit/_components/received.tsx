"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef } from "react";
import { useToast } from "@/lib/ui/toast";

const SentContext = createContext<(number: string) => void>(() => undefined);

/** A row says that its form is on the way. */
export function useSent(): (number: string) => void {
  return useContext(SentContext);
}

/**
 * Tells what became of a quick receive: a row that was sent and no longer waits has been received, and its own form
 * is gone with it.
 */
export function Received({ waiting, children }: { waiting: readonly string[]; children: ReactNode }) {
  const sentNumbers = useRef(new Set<string>());
  const toast = useToast();
  const t = useTranslations("unit");
  const sent = useCallback((number: string) => {
    sentNumbers.current.add(number);
  }, []);
  useEffect(() => {
    for (const number of sentNumbers.current)
      if (!waiting.includes(number)) {
        sentNumbers.current.delete(number);
        toast("done", t("received", { number }));
      }
  }, [waiting, toast, t]);
  return <SentContext.Provider value={sent}>{children}</SentContext.Provider>;
}
