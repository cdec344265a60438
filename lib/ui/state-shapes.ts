import type { StateGroup } from "@/lib/domain/states";

/**
 * The shape of each state group in a box of 16 × 16, as SVG path data: the list draws it as SVG, the map's
 * canvas with `new Path2D(fill)` in the colour of the custom property `--state-<group>`. `cut` is drawn in the ground's colour, over the fill.
 */
export const stateShapes: Record<StateGroup, { fill?: string; stroke?: string; cut?: string }> = {
  reported: { stroke: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z" },
  handling: { stroke: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z", fill: "M8 2A6 6 0 0 1 8 14Z" },
  verifying: {
    stroke: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z",
    fill: "M10.8 8A2.8 2.8 0 1 1 5.2 8A2.8 2.8 0 1 1 10.8 8Z",
  },
  overdue: { fill: "M8 1.2L15.4 14.4H0.6Z", cut: "M8 6V9.6M8 11.4V12.6" },
  closed: { fill: "M15 8A7 7 0 1 1 1 8A7 7 0 1 1 15 8Z", cut: "M4.6 8.2L7.1 10.7L11.5 5.7" },
  suspended: { stroke: "M2.6 2.6H13.4V13.4H2.6Z", fill: "M6 5H7.2V11H6ZM8.8 5H10V11H8.8Z" },
  refused: { stroke: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8ZM4 12L12 4" },
};

/** Written out, because Tailwind finds class names by reading the source. */
export const stateTextClass: Record<StateGroup, string> = {
  reported: "text-state-reported",
  handling: "text-state-handling",
  verifying: "text-state-verifying",
  overdue: "text-state-overdue",
  closed: "text-state-closed",
  suspended: "text-state-suspended",
  refused: "text-state-refused",
};
