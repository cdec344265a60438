import "server-only";
import { z } from "zod";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";

/** What a reporter is told before sending: the edition of the privacy notice in force. */
export const loadReportRules = query({
  permission: "report",
  input: z.strictObject({}),
  async run({ db, clock }) {
    const settings = await readSettings(db, clock?.() ?? (await readClock(db)));
    return { noticeVersion: settings["report.noticeVersion"] };
  },
});
