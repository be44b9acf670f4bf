import { hash } from "node:crypto";

/** Longer ids are replaced by their hash: they are kept, and are part of an index. */
export const DELIVERY_ID_LENGTH_MAX = 256;

/**
 * The sender's id for a delivery, or null: `webhook-id` (Standard Webhooks), else
 * `idempotency-key`. A repeated delivery has the same id and is not stored again.
 */
export function deliveryIdOf(headers: Headers): string | null {
  const text = (headers.get("webhook-id") ?? headers.get("idempotency-key"))?.trim();
  if (text === undefined || text === "") return null;
  if (text.length <= DELIVERY_ID_LENGTH_MAX) return text;
  return `sha256:${hash("sha256", text, "hex")}`;
}
