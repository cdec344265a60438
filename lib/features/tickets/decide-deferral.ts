import "server-only";
import { granting } from "../shared/decide-overlay";
import { decidePause } from "../shared/pause-clock";
import { ticketCommand } from "../shared/ticket-command";

/** Grants or declines the deferral: granted, the unit's clock is paused to the date. */
export const decideDeferral = ticketCommand({
  command: "decide_deferral",
  input: { ...granting },
  decide(work, { grant, note }) {
    return { changes: decidePause(work, "deferral", grant), said: { grant, note } };
  },
});
