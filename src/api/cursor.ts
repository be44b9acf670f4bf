import { type EpochMs, ID_PATTERN, type RunId } from "../core/ids.ts";

/** A position in the list of runs: the last row that was seen. */
export interface RunPosition {
  readonly createdAt: EpochMs;
  readonly runId: RunId;
}

const POSITION = new RegExp(`^(\\d{1,16})\\.(${ID_PATTERN.slice(1, -1)})$`);

/** The position as an opaque text. */
export function encodeCursor({ createdAt, runId }: RunPosition): string {
  return encodePosition(`${createdAt}.${runId}`);
}

/** The inverse of `encodeCursor`, or null for any other text. */
export function decodeCursor(cursor: string): RunPosition | null {
  const match = POSITION.exec(decodePosition(cursor) ?? "");
  const [, createdAt, runId] = match ?? [];
  if (createdAt === undefined || runId === undefined) return null;
  const position = { createdAt: Number(createdAt) as EpochMs, runId: runId as RunId };
  // Leaves one spelling of each position.
  return encodeCursor(position) === cursor ? position : null;
}

/**
 * Any position in a list as an opaque text.
 *
 * The checksum keeps people from building cursors themselves: a cursor is not a secret, but its
 * form is ours to change.
 */
export function encodePosition(position: string): string {
  return Buffer.from(`${checksum(position)}.${position}`).toString("base64url");
}

/** The inverse of `encodePosition`, or null for any other text. */
export function decodePosition(cursor: string): string | null {
  const position = Buffer.from(cursor, "base64url").toString().slice("00000000.".length);
  // Compares the checksum too, and leaves one spelling of each position.
  return encodePosition(position) === cursor ? position : null;
}

function checksum(text: string): string {
  return Bun.hash.crc32(text).toString(16).padStart(8, "0");
}
