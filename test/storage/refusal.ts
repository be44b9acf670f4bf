import { expect } from "bun:test";
import type { RunCommit, Storage } from "../../src/storage/storage.ts";
import { RUN, snapshot } from "./fixtures.ts";

/** The batch is refused with this error, and nothing of it is stored. */
export async function expectRefused(
  storage: Storage,
  batch: readonly RunCommit[],
  error: object,
): Promise<void> {
  const before = await snapshot(storage, RUN);

  const refused = storage.commit(batch);

  await expect(refused).rejects.toMatchObject(error);
  expect(await snapshot(storage, RUN)).toEqual(before);
}

/** Another writer was first. */
export const CONFLICT = { name: "StorageError", kind: "conflict" };
/** The core decided what the invariants forbid. */
export const BUG = { name: "AssertionError" };
