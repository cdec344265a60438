"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { MapPoint, MapView } from "@/lib/ui/map/city-map";
import { useFormHelp } from "@/lib/ui/use-form-help";
import { lookAtPlace } from "./actions";

/** From here on a finger hits the right house; before, the map goes closer first. */
const closeZoom = 16;

/**
 * A place being chosen: what lies at its point, the words for it, and the map that shows it. The words suggested follow
 * the point until somebody writes their own. The point and the words themselves belong to the form.
 */
export function usePlace({
  point,
  words,
  onPoint,
  onWords,
  isOnline = true,
}: {
  point: MapPoint | null;
  /** As they stand in the form; empty ones are suggested anew. */
  words: string;
  onPoint: (point: MapPoint) => void;
  onWords: (words: string) => void;
  /** Without a network nothing is looked up. */
  isOnline?: boolean;
}) {
  const asked = point && isOnline ? { lng: point.lng, lat: point.lat } : null;
  const look = useFormHelp(asked, lookAtPlace);
  const found = look.status === "found" ? look.found : null;
  const metresOutside = found && !found.isInside ? found.metresOutside : null;

  const suggestion = found?.isInside ? found.words : "";
  const suggested = useRef("");
  const latest = useRef({ words, onWords });
  latest.current = { words, onWords };
  useEffect(() => {
    const { words: written, onWords: suggest } = latest.current;
    // What somebody wrote is theirs.
    if (suggestion === "" || (written.trim() !== "" && written !== suggested.current)) return;
    suggested.current = suggestion;
    suggest(suggestion);
  }, [suggestion]);
  const takeSuggestion = () => {
    suggested.current = suggestion;
    onWords(suggestion);
  };

  const zoom = useRef(0);
  const [goal, setGoal] = useState<MapPoint | null>(null);
  const isThere = goal !== null && point !== null && isSamePoint(goal, point);
  const isLooking = look.status === "looking";
  const isOutside = metresOutside !== null;
  const focus = useMemo(() => {
    if (!goal || !isThere || isLooking) return null;
    // Beyond the border there is nothing to see close by: there the view stays, or only moves.
    return isOutside ? goal : { ...goal, zoom: closeZoom + 1 };
  }, [goal, isThere, isLooking, isOutside]);
  /** Takes the point and, once it is known to lie in the city, shows it close enough to be put right. */
  const go = (to: MapPoint) => {
    setGoal(to);
    onPoint(to);
  };
  const onView = (view: MapView) => {
    zoom.current = view.zoom;
  };
  const onPin = (to: MapPoint) => (zoom.current < closeZoom ? go(to) : onPoint(to));
  return {
    look,
    /** Null within the city, and while it is not known. */
    metresOutside,
    suggestion,
    takeSuggestion,
    go,
    /** Only the second half of `go`, for a point that the form has taken. */
    show: setGoal,
    map: { pin: point, onPin, onView, focus },
  };
}

export type Place = ReturnType<typeof usePlace>;

/** To a tenth of a metre, as forms may round. */
function isSamePoint(a: MapPoint, b: MapPoint): boolean {
  return Math.abs(a.lng - b.lng) < 1e-6 && Math.abs(a.lat - b.lat) < 1e-6;
}
