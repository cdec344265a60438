/** Ticket number: the day of the report as YYYYMMDD and a serial of at least five digits. `day` is YYYY-MM-DD. */
export function formatTicketNumber(day: string, serial: number): string {
  return `${day.replaceAll("-", "")}${String(serial).padStart(5, "0")}`;
}

/** The day and serial of a number as people type it (blanks and hyphens do not matter), or null. */
export function parseTicketNumber(text: string): { number: string; day: string; serial: number } | null {
  const digits = text.slice(0, 40).normalize("NFKC").replaceAll(/[\s-]/g, "");
  const [, year, month, date, serial] = /^(\d{4})(\d{2})(\d{2})(\d{5,9})$/.exec(digits) ?? [];
  if (!year || !month || !date || !serial || Number(serial) === 0) return null;
  const day = `${year}-${month}-${date}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  // 30 February would be read as a day in March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) return null;
  return formatTicketNumber(day, Number(serial)) === digits
    ? { number: digits, day, serial: Number(serial) }
    : null;
}
