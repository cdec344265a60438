/** The two sides of a center (design: separation): who finds and inspects, and who sends and coordinates. */
export const deskPowers = ["supervision", "command"] as const;
