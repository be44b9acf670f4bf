import type { HookId, RunId } from "../core/ids.ts";
import type { Principal } from "../http/principal.ts";
import type { HookRecord, RunRecord, Storage } from "../storage/storage.ts";

/**
 * How routes keep to what the token that asks may see.
 *
 * A token of one project must not learn that other projects have anything: what is theirs is
 * answered exactly as what does not exist. Each route with `scope: "project"` in its `docs` keeps
 * to this:
 *
 * - It names a run: `visibleRun(deps, principalOf(request), runId)`, and `run_not_found` for null,
 *   before anything else is done, also before a command is given to the engine. A run's project
 *   never changes, so what was visible stays so.
 * - It names a hook or a call: `visibleHook`, which also loads its run.
 * - It names anything else that has a project: load it, then `maySee(principal, its project)`.
 * - It lists or counts: `...projectFilter(principal)` goes into the filter, so that pages are full
 *   and cursors are of no use elsewhere.
 * - It makes something: it belongs to `projectOf(principal, request's project)`.
 *
 * `test/api/projects.test.ts` walks through the OpenAPI document and tries every route with the
 * token of another project. Routes without `scope: "project"` are closed to such tokens anyway.
 */

/** Runs belong to it when nobody says otherwise. */
export const PROJECT_DEFAULT = "default";

/** What the helpers read. */
interface Deps {
  readonly storage: Storage;
}

/** Whether a token may see what belongs to `project`. */
export function maySee(principal: Principal, project: string): boolean {
  return principal.project === null || principal.project === project;
}

/** The run, or null when there is none or when it is not for this token to see. */
export async function visibleRun(
  { storage }: Deps,
  principal: Principal,
  runId: RunId,
): Promise<RunRecord | null> {
  const run = await storage.getRun(runId);
  return run !== null && maySee(principal, run.project) ? run : null;
}

/** A hook with the run that made it. */
export interface VisibleHook {
  readonly hook: HookRecord;
  readonly run: RunRecord;
}

/** The hook and its run, or null when there is none or when it is not for this token to see. */
export async function visibleHook(
  deps: Deps,
  principal: Principal,
  hookId: HookId,
): Promise<VisibleHook | null> {
  const hook = await deps.storage.getHook(hookId);
  if (hook === null) return null;
  const run = await visibleRun(deps, principal, hook.runId);
  return run === null ? null : { hook, run };
}

/** What narrows a list to what the token may see. */
export function projectFilter({ project }: Principal): { readonly project?: string } {
  return project === null ? {} : { project };
}

/**
 * The project of what the token makes, or null when it asked for one that is not its own:
 * `forbidden`.
 */
export function projectOf(principal: Principal, wanted: string | undefined): string | null {
  const project = wanted ?? principal.project ?? PROJECT_DEFAULT;
  return maySee(principal, project) ? project : null;
}
