"use client";

import { useCallback, useEffect, useState } from "react";

export type Position = { lng: number; lat: number; accuracyMetres: number };
export type PositionState = {
  position: Position | null;
  isBusy: boolean;
  problem: "denied" | "unavailable" | null;
  ask: () => void;
};

const waitMs = 20_000;

/**
 * Where the device is. The browser asks the person only after `ask`, that is a press; where it was allowed before,
 * it is read at once.
 */
export function usePosition({ isWanted = true }: { isWanted?: boolean } = {}): PositionState {
  const [position, setPosition] = useState<Position | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"denied" | "unavailable" | null>(null);

  const ask = useCallback(() => {
    // Absent outside a secure context, where browsers do not tell a place.
    if (!navigator.geolocation) {
      setProblem("unavailable");
      return;
    }
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        setProblem(null);
        setPosition({
          lng: coords.longitude,
          lat: coords.latitude,
          accuracyMetres: Math.round(coords.accuracy),
        });
      },
      (error) => {
        setBusy(false);
        setProblem(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable");
      },
      { enableHighAccuracy: true, timeout: waitMs, maximumAge: 15_000 },
    );
  }, []);

  useEffect(() => {
    if (!isWanted || !navigator.permissions) return;
    let isGone = false;
    navigator.permissions
      .query({ name: "geolocation" })
      .then(({ state }) => {
        if (!isGone && state === "granted") ask();
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [isWanted, ask]);
  return { position, isBusy, problem, ask };
}
