"use server";

import { revalidatePath } from "next/cache";
import { AppError } from "@/lib/domain/errors";
import type { FormHelp } from "@/lib/domain/form-help";
import type { FormState } from "@/lib/domain/form-state";
import { authorise } from "@/lib/features/command";
import { findDuplicates } from "@/lib/features/desk/find-duplicates";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { formHelp } from "@/lib/web/form-help";
import { runAction } from "@/lib/web/run-action";

/** A problem told by telephone or at the desk; one from beyond the border goes to the neighbours' list. */
export async function registerAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    authorise(context.actor, "open_command");
    const { classId, lng, lat, placeWords, description, reporterName, reporterPhone, photos } = input;
    // An empty field would be read as longitude nought.
    if (!lng || !lat) throw new AppError("invalid", { place: "no_point" });
    if (input.do === "keep_outside") {
      const kept = await keepOutsideReport(context, { lng, lat, placeWords, description });
      return { isKept: true, metres: kept.metresOutside };
    }
    const { number } = await reportTicket(context, {
      classId,
      lng,
      lat,
      placeWords,
      description,
      reporterName,
      reporterPhone,
      photos,
    });
    revalidatePath("/command");
    return { isKept: false, number };
  });
}

export async function lookForDuplicates(
  asked: unknown,
): Promise<FormHelp<Awaited<ReturnType<typeof findDuplicates>>>> {
  return formHelp((context) => {
    authorise(context.actor, "open_command");
    return findDuplicates(context, asked);
  });
}
