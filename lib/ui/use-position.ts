"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";

export type Position = { lng: number; lat: number; accuracyMetres: number };
export type OwnPosition = {
  position: Position | null;
  isBusy: boolean;
  problem: "denied" | "unavailable" | "insecure" | null;
  ask: () => void;
};

const patienceMs = 20_000;
const oldestMs = 15_000;

/**
 * Where the device is. The browser asks the person only after `ask`, that is a press; where it was allowed before and
 * `isWanted`, it is read at once.
 */
export function usePosition({
  isWanted = false,
  onFound,
}: {
  isWanted?: boolean;
  onFound?: (position: Position) => void;
} = {}): OwnPosition {
  const [position, setPosition] = useState<Position | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<OwnPosition["problem"]>(null);
  const whenFound = useRef(onFound);
  whenFound.current = onFound;

  const ask = useCallback(() => {
    if (!window.isSecureContext) return setProblem("insecure");
    if (!("geolocation" in navigator)) return setProblem("unavailable");
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const found = {
          lng: coords.longitude,
          lat: coords.latitude,
          accuracyMetres: Math.max(1, Math.round(coords.accuracy)),
        };
        setBusy(false);
        setProblem(null);
        setPosition(found);
        whenFound.current?.(found);
      },
      (error) => {
        setBusy(false);
        setProblem(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable");
      },
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: oldestMs },
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

const coarseMetres = 60;

/**
 * What came of asking for the position, in words; null before. `instead`: what else there is to say the place with, a
 * map or a map with a search by name.
 */
export function usePositionWords(own: OwnPosition, instead: "map" | "search" | null = null): string | null {
  const t = useTranslations("ui.position");
  const { isBusy, problem, position } = own;
  if (isBusy) return t("asking");
  if (problem) return instead ? `${t(problem)} ${t(`instead.${instead}`)}` : t(problem);
  if (!position) return null;
  const metres = position.accuracyMetres;
  return t(instead && metres > coarseMetres ? "coarse" : "found", { metres });
}
