"use client";

import { Notice } from "@/lib/ui/notice";
import { PositionButton } from "@/lib/ui/position-button";
import { usePosition, usePositionWords } from "@/lib/ui/use-position";

/** Where the person stands now, for signing in at a place: only the device can say it. */
export function PositionField() {
  const own = usePosition();
  const words = usePositionWords(own);
  const { position, problem } = own;
  return (
    <div className="grid gap-2">
      <p>
        <PositionButton own={own} />
      </p>
      {position ? (
        <>
          <input type="hidden" name="lng" value={position.lng} readOnly />
          <input type="hidden" name="lat" value={position.lat} readOnly />
        </>
      ) : null}
      {problem ? (
        <Notice kind="warning">{words}</Notice>
      ) : (
        <p role="status" className="empty:hidden">
          {words}
        </p>
      )}
    </div>
  );
}
