"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { forget, keep, takeChosen } from "./outbox";
import { type Entry, forgetLate, isBlank, newEntry, writeLate } from "./outbox-store";
import { useOutbox } from "./use-outbox";

const quietMs = 400;

/**
 * The report being typed: the chosen one of this device, else the draft left here, else a new one. Every change is
 * kept, at the latest when the page goes away. Null until the device's store was read.
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

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    forgetLate();
  }, []);
  const save = useCallback(() => {
    settle();
    if (latest.current && !isBlank(latest.current)) void keep(latest.current);
  }, [settle]);

  const change = useCallback(
    (part: Partial<Entry>) => {
      if (!latest.current) return;
      latest.current = { ...latest.current, ...part };
      setEntry(latest.current);
      clearTimeout(timer.current);
      // What a thumb chose is kept at once, what is being typed when it pauses.
      if (part.photos || part.classId || part.point) save();
      else timer.current = setTimeout(save, quietMs);
    },
    [save],
  );

  /** Gives the entry out of hand, as it is meant to be sent, and begins a new one. */
  const hand = useCallback(
    async (part: Partial<Entry>) => {
      settle();
      if (!latest.current) return;
      const given = { ...latest.current, ...part };
      latest.current = newEntry(given.owner);
      setEntry(latest.current);
      await keep(given);
    },
    [settle],
  );

  const discard = useCallback(async () => {
    settle();
    const gone = latest.current;
    if (!gone) return;
    latest.current = newEntry(gone.owner);
    setEntry(latest.current);
    await forget(gone.key);
  }, [settle]);

  useEffect(() => {
    const onHide = () => {
      if (!timer.current || !latest.current || isBlank(latest.current)) return;
      save();
      writeLate(latest.current);
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
