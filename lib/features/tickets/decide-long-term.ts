import "server-only";
import { granting } from "../shared/decide-overlay";
import { decidePause } from "../shared/pause-clock";
import { ticketCommand } from "../shared/ticket-command";

/** Grants or declines the long list: granted, the clock is paused until it is taken off. */
export const decideLongTerm = ticketCommand({
  command: "decide_long_term",
  input: { ...granting },
  decide(work, { grant, note }) {
    return { changes: decidePause(work, "long_term", grant), said: { grant, note } };
  },
});
