"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { AppError } from "@/lib/domain/errors";
import type { FormState } from "@/lib/domain/form-state";
import { authorise } from "@/lib/features/command";
import { findDuplicates } from "@/lib/features/desk/find-duplicates";
import { findPlaces } from "@/lib/features/places/find-places";
import { type NearestAddress, nearestAddress } from "@/lib/features/places/nearest-address";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { requireOwnOrigin } from "@/lib/web/origin";
import { requestContext } from "@/lib/web/request-context";
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

type Answer<T> = { status: "found"; found: T } | { status: "failed" };

/** Help while somebody fills in a form: when it fails, the form goes on without it. */
async function help<T>(
  work: (context: Awaited<ReturnType<typeof requestContext>>) => Promise<T>,
): Promise<Answer<T>> {
  try {
    requireOwnOrigin(await headers());
    const context = await requestContext();
    authorise(context.actor, "open_command");
    return { status: "found", found: await work(context) };
  } catch (error) {
    if (error instanceof AppError) return { status: "failed" };
    throw error;
  }
}

export async function lookAtPlace(point: unknown): Promise<Answer<NearestAddress>> {
  return help((context) => nearestAddress(context, point));
}

export async function searchPlaces(words: unknown): Promise<Answer<FoundPlace[]>> {
  return help((context) => findPlaces(context, { words }));
}

export async function lookForDuplicates(
  asked: unknown,
): Promise<Answer<Awaited<ReturnType<typeof findDuplicates>>>> {
  return help((context) => findDuplicates(context, asked));
}
