import { directUrl, joinDatabase, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { writeDemo } from "./write-demo";

/** The demo for `npm start`, in a process of its own. */
async function main(): Promise<void> {
  const say = (text: string) => console.log(`  ${text}`);
  await joinDatabase();
  await migrateDatabase(directUrl());
  const { db, close } = await openDatabase();
  try {
    if ((await writeDemo(db, say)) === null) say("another process made it meanwhile");
  } finally {
    await close();
  }
}

await main();
process.exit(0);
