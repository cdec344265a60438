/** The ticket of the address; nothing when it is no number of one. */
export function readTicketNumber(text: string | undefined): string | null {
  return text !== undefined && /^\d{12,16}$/.test(text) ? text : null;
}
