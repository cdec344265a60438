import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "@/lib/domain/errors";

/** What one may not see does not exist, and a wrong address is no fault of ours. */
export async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && ["not_found", "forbidden", "invalid"].includes(error.code)) return null;
    throw error;
  }
}

/** For reads that a page cannot be without. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  return (await orNull(read.then((value) => ({ value }))))?.value ?? notFound();
}
