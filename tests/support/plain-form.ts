/** A form of a page as a browser without script sends it: the framework's hidden fields, and what was typed. */
export type PlainForm = { at: string; hidden: [name: string, value: string][] };

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'", "#39": "'" };
const decode = (text: string) => text.replace(/&(#?\w+);/g, (all, name: string) => entities[name] ?? all);

/** The form of the page at this address that has a field of this name. */
export async function readForm(url: string, path: string, fieldName: string): Promise<PlainForm> {
  const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const html = await response.text();
  const form = html.split("<form").find((part) => part.split("</form>")[0]?.includes(`name="${fieldName}"`));
  if (!form) throw new Error(`${path} has no form with ${fieldName}`);
  const hidden = [...(form.split("</form>")[0] ?? "").matchAll(/<input[^>]*type="hidden"[^>]*>/g)].flatMap(
    ([tag]): [string, string][] => {
      const name = / name="([^"]*)"/.exec(tag)?.[1];
      return name === undefined ? [] : [[decode(name), decode(/ value="([^"]*)"/.exec(tag)?.[1] ?? "")]];
    },
  );
  return { at: `${url}${path}`, hidden };
}

/** Sends it; `fields` replace hidden ones of the same name. */
export function sendForm(
  { at, hidden }: PlainForm,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of hidden) if (!(name in fields)) body.append(name, value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(at, {
    method: "POST",
    body,
    headers: { origin: new URL(at).origin, ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
}
