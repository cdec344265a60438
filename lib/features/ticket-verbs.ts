import "server-only";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import type { Context } from "./context";
import type { TicketAnswer } from "./shared/ticket-command";
import { acceptAssignment } from "./tickets/accept-assignment";
import { acceptBySilence } from "./tickets/accept-by-silence";
import { addCoUnit } from "./tickets/add-co-unit";
import { addNote } from "./tickets/add-note";
import { answerLeader } from "./tickets/answer-leader";
import { arriveAtWhistle } from "./tickets/arrive-at-whistle";
import { assignPerson } from "./tickets/assign-person";
import { closeTicket } from "./tickets/close-ticket";
import { correctReport } from "./tickets/correct-report";
import { decideDeferral } from "./tickets/decide-deferral";
import { decideExtension } from "./tickets/decide-extension";
import { decideLongTerm } from "./tickets/decide-long-term";
import { declineTicket } from "./tickets/decline-ticket";
import { dispatchTicket } from "./tickets/dispatch-ticket";
import { endDeferral } from "./tickets/end-deferral";
import { endLongTerm } from "./tickets/end-long-term";
import { escalateTicket } from "./tickets/escalate-ticket";
import { fileTicket } from "./tickets/file-ticket";
import { forceClose } from "./tickets/force-close";
import { handBackResult } from "./tickets/hand-back-result";
import { handDownMatter } from "./tickets/hand-down-matter";
import { handInResult } from "./tickets/hand-in-result";
import { markOverdue } from "./tickets/mark-overdue";
import { mergeTicket } from "./tickets/merge-ticket";
import { openDispute } from "./tickets/open-dispute";
import { orderInspection } from "./tickets/order-inspection";
import { passDown } from "./tickets/pass-down";
import { proposeFiling } from "./tickets/propose-filing";
import { rateTicket } from "./tickets/rate-ticket";
import { rateWhistle } from "./tickets/rate-whistle";
import { recallCheck } from "./tickets/recall-check";
import { recallDispatch } from "./tickets/recall-dispatch";
import { recallInspection } from "./tickets/recall-inspection";
import { recordCallBack } from "./tickets/record-call-back";
import { refuseFiling } from "./tickets/refuse-filing";
import { rejectResult } from "./tickets/reject-result";
import { reopenTicket } from "./tickets/reopen-ticket";
import { reportTicket } from "./tickets/report-ticket";
import { requestCheck } from "./tickets/request-check";
import { requestDeferral } from "./tickets/request-deferral";
import { requestExtension } from "./tickets/request-extension";
import { requestLongTerm } from "./tickets/request-long-term";
import { returnAssignment } from "./tickets/return-assignment";
import { reviewLongTerm } from "./tickets/review-long-term";
import { reviewRefusal } from "./tickets/review-refusal";
import { reworkTicket } from "./tickets/rework-ticket";
import { ruleDispute } from "./tickets/rule-dispute";
import { selfHandleTicket } from "./tickets/self-handle-ticket";
import { sendBackProposal } from "./tickets/send-back-proposal";
import { sendBackResult } from "./tickets/send-back-result";
import { signOffResult } from "./tickets/sign-off-result";
import { solveHere } from "./tickets/solve-here";
import { submitCheck } from "./tickets/submit-check";
import { submitInspection } from "./tickets/submit-inspection";
import { superviseTicket } from "./tickets/supervise-ticket";
import { takeUp } from "./tickets/take-up";
import { urgeTicket } from "./tickets/urge-ticket";
import { voidTicket } from "./tickets/void-ticket";
import { waiveInspection } from "./tickets/waive-inspection";
import { whistleForUnits } from "./tickets/whistle-for-units";
import { withdrawSupervision } from "./tickets/withdraw-supervision";

type Verb = (context: Context, raw: unknown) => Promise<TicketAnswer>;

/** The verb of each command of the state table, for doors that take the command's name: actions, proofs, the model. */
export const ticketVerbs: Record<TicketCommand, Verb> = {
  accept_assignment: acceptAssignment,
  accept_by_silence: acceptBySilence,
  add_co_unit: addCoUnit,
  add_note: addNote,
  answer_leader: answerLeader,
  whistle_arrive: arriveAtWhistle,
  assign_person: assignPerson,
  close: closeTicket,
  correct_report: correctReport,
  decide_deferral: decideDeferral,
  decide_extension: decideExtension,
  decide_long_term: decideLongTerm,
  decline: declineTicket,
  dispatch: dispatchTicket,
  end_deferral: endDeferral,
  end_long_term: endLongTerm,
  escalate: escalateTicket,
  file: fileTicket,
  force_close: forceClose,
  hand_back: handBackResult,
  hand_down: handDownMatter,
  hand_in: handInResult,
  mark_overdue: markOverdue,
  merge: mergeTicket,
  open_dispute: openDispute,
  order_inspection: orderInspection,
  pass_down: passDown,
  propose_filing: proposeFiling,
  rate: rateTicket,
  whistle_rate: rateWhistle,
  recall_check: recallCheck,
  recall: recallDispatch,
  recall_inspection: recallInspection,
  record_call_back: recordCallBack,
  refuse: refuseFiling,
  reject_result: rejectResult,
  reopen: reopenTicket,
  request_check: requestCheck,
  request_deferral: requestDeferral,
  request_extension: requestExtension,
  request_long_term: requestLongTerm,
  return_assignment: returnAssignment,
  review_long_term: reviewLongTerm,
  review_refusal: reviewRefusal,
  rework: reworkTicket,
  rule_dispute: ruleDispute,
  send_back: sendBackProposal,
  unit_send_back: sendBackResult,
  sign_off: signOffResult,
  solve_here: solveHere,
  submit_check: submitCheck,
  submit_inspection: submitInspection,
  supervise: superviseTicket,
  take_up: takeUp,
  urge: urgeTicket,
  void: voidTicket,
  waive_inspection: waiveInspection,
  whistle: whistleForUnits,
  withdraw_supervision: withdrawSupervision,
  report: reportTicket,
  self_handle: selfHandleTicket,
};
