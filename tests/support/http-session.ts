/** Signs in as a browser does through next-auth's own doors; answers the session's cookie. */
export async function signIn(
  url: string,
  { login, password }: { login: string; password: string },
): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: {
      origin: url,
      cookie: cookiesOf(asked),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, login, password, json: "true", callbackUrl: url }),
  });
  const session = cookiesOf(answer)
    .split("; ")
    .find((cookie) => cookie.startsWith("gridkeep-session="));
  if (!session) throw new Error(`${login} could not sign in: ${answer.status}`);
  return session;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}
