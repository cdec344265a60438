"use server";

import { headers } from "next/headers";
import { AppError } from "@/lib/domain/errors";
import type { FormState } from "@/lib/domain/form-state";
import { findPlaces } from "@/lib/features/places/find-places";
import { listNearbyReports, type NearbyReport } from "@/lib/features/places/list-nearby-reports";
import { type NearestAddress, nearestAddress } from "@/lib/features/places/nearest-address";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { requireOwnOrigin } from "@/lib/web/origin";
import { knockFor } from "@/lib/web/public-door";
import { requestContext } from "@/lib/web/request-context";
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

type Answer<T> = { status: "found"; found: T } | { status: "failed" };

/** For help while filling in: a failure of it must not stand in anybody's way. */
async function help<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    requireOwnOrigin(await headers());
    await knockFor(await requestContext(), "look");
    return { status: "found", found: await work() };
  } catch (error) {
    if (error instanceof AppError) return { status: "failed" };
    throw error;
  }
}

/** What lies at a point, or how far outside the city it is. By POST: where somebody stands belongs in no log. */
export async function lookAtPlace(point: unknown): Promise<Answer<NearestAddress>> {
  return help(async () => nearestAddress(await requestContext(), point));
}

export async function searchPlaces(words: unknown): Promise<Answer<FoundPlace[]>> {
  return help(async () => findPlaces(await requestContext(), { words }));
}

/** The same kind of problem, open and close by. */
export async function lookNearby(asked: unknown): Promise<Answer<NearbyReport[]>> {
  return help(async () => listNearbyReports(await requestContext(), asked));
}
