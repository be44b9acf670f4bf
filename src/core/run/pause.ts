import { RETRY_DELAY_MS_MAX, retryDelayMs } from "../retry.ts";
import { evaluateRetryExpression } from "../retry-expression.ts";
import type { RunDraft } from "./draft.ts";

/** The pause after a failed attempt: as its expression says, else growing; see `retryDelayMs`. */
export function pauseMs(
  draft: RunDraft,
  failed: { attempt: number; retryAfterMs: number | null; expression: string | null },
): number {
  const { attempt, retryAfterMs, expression } = failed;
  if (expression !== null) {
    const asked = Math.max(evaluateRetryExpression(expression, attempt - 1), retryAfterMs ?? 0);
    return Math.min(asked, RETRY_DELAY_MS_MAX);
  }
  const { retryBaseMs: baseMs } = draft.run;
  return retryDelayMs({ attempt, jitter: draft.jitter, retryAfterMs, baseMs });
}
