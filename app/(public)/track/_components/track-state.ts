import type { FormState } from "@/lib/domain/form-state";
import type { TrackedTicket } from "@/lib/features/tickets/load-tracked";

export type Tracked = Omit<TrackedTicket, "photos"> & {
  /** With the query that opens each for a quarter of an hour. */
  photos: (TrackedTicket["photos"][number] & { query: string })[];
  /** Posted again with everything the holder does. */
  code: string;
};

export type TrackState = {
  /** Which of the page's forms was answered: `look`, `rate` or `reopen`. */
  form: string;
  answer: FormState;
  tracked: Tracked | null;
};

export const nothingTracked: TrackState = { form: "look", answer: { status: "idle" }, tracked: null };
