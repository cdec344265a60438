import "server-only";
import { z } from "zod";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { endArea as endAreaRow } from "../shared/end-area";
import { cityDay, requireEnd } from "../shared/valid-on";
import { areaCode, areaFields, requireArea } from "./change-area";

/** Merged or dissolved: the area ends with a day that has come, once nothing lies in it any more. */
export const endArea = command({
  permission: "change_area",
  input: z.strictObject({ code: areaCode, ...editFields, validTo: z.iso.date() }),
  async run({ tx, now, append }, { code, seen, why, validTo }) {
    const area = await requireArea(tx, code);
    requireSeen(areaFields(area), seen);
    requireEnd(area.validFrom, validTo, await cityDay(tx, now));
    await endAreaRow(tx, area, validTo);
    await append({
      subjectKind: "area",
      subjectId: area.id,
      type: "area.ended",
      payload: { why, before: { validTo: null }, after: { validTo } },
    });
    return { code };
  },
});
