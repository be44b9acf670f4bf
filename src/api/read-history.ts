import { isOpen } from "../core/run/schedule.ts";
import type { OpenRun, RunState } from "../core/run/state.ts";
import { CHECK_EPOCH, isReplayable, withReopenedStep } from "../engine/dry-run.ts";
import { FETCHED_BYTES_MAX, readJournalPage } from "../engine/journal-reader.ts";
import { bearerToken } from "../http/auth.ts";
import { refuseUnauthorized } from "../http/guard.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "../http/problem.ts";
import { pageToWire } from "../http/wire.ts";
import type { ApiDeps } from "./deps.ts";

/** A request for a page of an invocation's journal. */
export interface HistoryRequest {
  readonly request: Request;
  readonly runId: string;
  readonly from: number;
  readonly set: AnswerHeaders;
}

/** The page as JSON text, or a refusal. Knows no web framework. */
export async function readHistory(
  deps: Pick<ApiDeps, "storage" | "verifyCapability">,
  { request, runId, from, set }: HistoryRequest,
): Promise<string | Response> {
  const token = bearerToken(request.headers);
  const capability = token === null ? null : deps.verifyCapability(token);
  if (capability === null || capability.runId !== runId) return refuseUnauthorized(set);
  const state = await deps.storage.loadRun(capability.runId);
  const run = state === null ? null : readableRun(state, capability.epoch);
  if (run === null) return refuse(set, "run_not_found");
  if (typeof run === "string") return refuse(set, run);

  const { journalLength: until } = capability;
  const { runId: read } = capability;
  const size = { bytesMax: FETCHED_BYTES_MAX, isStrict: false };
  const query = { runId: read, from, until, hooks: run.hooks, fresh: null, ...size };
  const page = withReopenedStep(await readJournalPage(deps.storage, query), run);
  set.headers["content-type"] = "application/json";
  return JSON.stringify({ journal: pageToWire(page), journalNext: page.next });
}

/** The run, or why whoever holds this epoch has no use for its history any more. */
function readableRun(state: RunState, epoch: number): OpenRun | ProblemCode {
  if (!isOpen(state)) return "run_finished";
  if (epoch === CHECK_EPOCH) return isReplayable(state) ? state : "run_finished";
  if (state.status !== "running") return "run_finished";
  const isHeld = state.invocations.some((one) => one.phase === "leased" && one.epoch === epoch);
  return isHeld ? state : "stale_invocation";
}
