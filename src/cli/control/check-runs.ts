import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { answerOf, type Outcome } from "./api.ts";
import type { Session } from "./session.ts";

/** What became of the dry replay of one run. */
export type CheckedRun = { readonly runId: string } & Answer<"checkRun">;

/** Below the number of checks that a server allows at once: others may check too. */
const AT_ONCE = 4;

/** How long a server that has its hands full is left alone. */
const BUSY_MS = 500;

/** So often a busy server is asked again: its checks take 20 s at most. */
const BUSY_TRIES_MAX = 120;

/** Replays the runs at the endpoint, in any order, and gives the results in theirs. */
export async function checkRuns(
  session: Session,
  runIds: readonly string[],
  url: string,
): Promise<CheckedRun[]> {
  const results = new Map<string, CheckedRun>();
  const waiting = [...new Set(runIds)];
  const work = async () => {
    for (let runId = waiting.shift(); runId !== undefined; runId = waiting.shift()) {
      const checked = await checkRun(session, runId, url);
      if (checked !== null) results.set(runId, checked);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...new Set(runIds)].flatMap((runId) => results.get(runId) ?? []);
}

/** Null when the run has ended meanwhile. */
async function checkRun(session: Session, runId: string, url: string): Promise<CheckedRun | null> {
  const { api, connection } = session;
  for (let tries = 1; ; tries += 1) {
    const params = { path: { runId } };
    const outcome: Outcome = await session.outcome(
      api.POST("/v1/runs/{runId}/check", { params, body: { url } }),
    );
    const { status } = outcome.response;
    if (status === 503 && tries < BUSY_TRIES_MAX) {
      await Bun.sleep(BUSY_MS);
      continue;
    }
    if (status === 409) return null;
    const detail = notAllowed(outcome.error);
    if (detail !== null) return { runId, status: "unreachable", detail };
    const answer = await answerOf<Answer<"checkRun">>(connection, Promise.resolve(outcome));
    return { runId, ...answer };
  }
}

/** Why the run is not shown to that endpoint, when that is what the server says: others may be. */
function notAllowed(problem: unknown): string | null {
  const { code, detail } = (problem ?? {}) as { code?: unknown; detail?: unknown };
  return code === "url_not_allowed" ? String(detail) : null;
}
