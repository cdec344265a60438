/** The first day of a city (本市口径), in the order in which one step needs the one before. */
export const setupSteps = [
  "city",
  "data",
  "levels",
  "calendar",
  "units",
  "classes",
  "map",
  "accounts",
] as const;
export type SetupStep = (typeof setupSteps)[number];
