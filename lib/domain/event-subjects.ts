/** What a chain of events is about. */
export const eventSubjects = [
  "ticket",
  "account",
  "city",
  "setting",
  "area",
  "desk",
  "unit",
  "person",
  "class",
  "calendar",
] as const;
export type EventSubject = (typeof eventSubjects)[number];
