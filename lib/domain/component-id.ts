/** Id of one component (部件), 17 digits: county 6, class 5, sequence 6. Never given out twice. */
export type ComponentId = { countyCode: string; classCode: string; sequence: number };

export function formatComponentId({ countyCode, classCode, sequence }: ComponentId): string {
  const id = `${countyCode}${classCode}${String(sequence).padStart(6, "0")}`;
  if (!parseComponentId(id)) throw new Error(`${id} is no component's id`);
  return id;
}

export function parseComponentId(id: string): ComponentId | null {
  const [, countyCode, classCode, digits] = /^([1-9]\d{5})(\d{5})(\d{6})$/.exec(id) ?? [];
  if (!countyCode || !classCode || !digits || Number(digits) === 0) return null;
  return { countyCode, classCode, sequence: Number(digits) };
}

/** Code of a matter (管理事项), 11 digits: county 6, class 5. It names the kind of matter, not one case of it. */
export function formatMatterCode(countyCode: string, classCode: string): string {
  const code = `${countyCode}${classCode}`;
  if (!parseMatterCode(code)) throw new Error(`${code} is no matter's code`);
  return code;
}

export function parseMatterCode(code: string): { countyCode: string; classCode: string } | null {
  const [, countyCode, classCode] = /^([1-9]\d{5})(\d{5})$/.exec(code) ?? [];
  return countyCode && classCode ? { countyCode, classCode } : null;
}
