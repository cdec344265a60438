/** What the server says to help somebody who is filling in a form; a failure of it stands in nobody's way. */
export type FormHelp<T> = { status: "found"; found: T } | { status: "failed" };
