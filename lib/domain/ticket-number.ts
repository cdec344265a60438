/** Ticket number: the day of the report as YYYYMMDD and a serial of at least five digits. `day` is YYYY-MM-DD. */
export function formatTicketNumber(day: string, serial: number): string {
  return `${day.replaceAll("-", "")}${String(serial).padStart(5, "0")}`;
}
