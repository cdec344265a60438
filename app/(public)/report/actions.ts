"use server";

import type { FormHelp } from "@/lib/domain/form-help";
import type { FormState } from "@/lib/domain/form-state";
import { listNearbyReports, type NearbyReport } from "@/lib/features/places/list-nearby-reports";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { formHelp } from "@/lib/web/form-help";
import { knockFor } from "@/lib/web/public-door";
import { runAction } from "@/lib/web/run-action";
import { readReport } from "./_read-report";

/** A new report, or one from beyond the border for the neighbours' list: two buttons of one form. */
export async function reportAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    await knockFor(context, "report");
    const report = await readReport(context, input);
    if (input.do === "keep_outside") {
      const { lng, lat, placeWords, description } = report;
      const { metresOutside } = await keepOutsideReport(context, { lng, lat, placeWords, description });
      return { isKept: true, metres: metresOutside };
    }
    const { number, trackingCode } = await reportTicket(context, report);
    return { isKept: false, number, code: trackingCode ?? "" };
  });
}

/** The same kind of problem, open and close by. */
export async function lookNearby(asked: unknown): Promise<FormHelp<NearbyReport[]>> {
  return formHelp((context) => listNearbyReports(context, asked));
}
