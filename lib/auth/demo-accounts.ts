import "server-only";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Post, posts } from "@/lib/domain/posts";
import { dataDir, env, isDemo } from "@/lib/env";

export type DemoAccount = { post: Post; login: string; password: string | null };

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * One account per post, from the file the demo wrote: lines `login<TAB>password<TAB>post`. The password is given
 * out only where nobody but this machine can ask.
 */
export function demoAccounts(): DemoAccount[] {
  if (!isDemo()) return [];
  let text: string;
  try {
    text = readFileSync(path.join(/* turbopackIgnore: true */ dataDir(), "demo-accounts.txt"), "utf8");
  } catch {
    return [];
  }
  const mayShow = isLoopback(env().HOST) && env().APP_URL === undefined;
  return text.split("\n").flatMap((line) => {
    const [login = "", password = "", post = ""] = line.trim().split(/\s+/);
    const known = posts.find((name) => name === post);
    if (!/^[a-z0-9._-]{3,32}$/.test(login) || !known) return [];
    return [{ post: known, login, password: mayShow ? password : null }];
  });
}
