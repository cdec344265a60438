"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { forget, keep, takeChosen } from "./outbox";
import { type Entry, isBlank, newEntry } from "./outbox-store";
import { useOutbox } from "./use-outbox";

const quietMs = 400;

/**
 * The report being typed: the chosen one of this device, else the draft left here, else a new one. Every change is
 * kept a moment later, and at once when the page goes away. Null until the device's store was read.
 */
export function useEntry(owner: string) {
  const { entries, owner: readFor } = useOutbox();
  const [entry, setEntry] = useState<Entry | null>(null);
  const latest = useRef<Entry | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (latest.current || entries === null || readFor !== owner) return;
    const chosen = takeChosen();
    const wanted = entries.find(({ key, stage }) => key === chosen && stage !== "waiting");
    const draft = entries.findLast(({ stage }) => stage === "draft");
    latest.current = wanted ?? draft ?? newEntry(owner);
    setEntry(latest.current);
  }, [entries, readFor, owner]);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (latest.current && !isBlank(latest.current)) void keep(latest.current);
  }, []);

  const change = useCallback(
    (part: Partial<Entry>) => {
      if (!latest.current) return;
      latest.current = { ...latest.current, ...part };
      setEntry(latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(save, quietMs);
    },
    [save],
  );

  /** Gives the entry out of hand, as it is meant to be sent, and begins a new one. */
  const hand = useCallback(async (part: Partial<Entry>) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!latest.current) return;
    const given = { ...latest.current, ...part };
    latest.current = newEntry(given.owner);
    setEntry(latest.current);
    await keep(given);
  }, []);

  const discard = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const gone = latest.current;
    if (!gone) return;
    latest.current = newEntry(gone.owner);
    setEntry(latest.current);
    await forget(gone.key);
  }, []);

  useEffect(() => {
    const onHide = () => {
      if (timer.current) save();
    };
    window.addEventListener("pagehide", onHide);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      onHide();
      window.removeEventListener("pagehide", onHide);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [save]);

  return { entry, change, hand, discard };
}
