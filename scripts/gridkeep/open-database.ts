import { type Db, directUrl, joinDatabase, openDatabase } from "@/db/client";
import { MigrationError, migrateDatabase } from "@/db/migrate";
import { CliFault } from "./cli";

/** The database of this installation, whether the application runs or not, with its schema brought up to date. */
export async function withDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  await joinDatabase();
  try {
    await migrateDatabase(directUrl());
  } catch (error) {
    if (error instanceof MigrationError) throw new CliFault([error.message], { cause: error });
    throw error;
  }
  const { db, close } = await openDatabase();
  try {
    return await work(db);
  } finally {
    await close();
  }
}
