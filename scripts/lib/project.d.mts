export const root: string;
export class Fault extends Error {}
export function tsxArguments(file: string, args?: readonly string[]): string[];
