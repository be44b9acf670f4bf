import type { EpochMs, RunId, ScheduleId } from "../core/ids.ts";
import type { Start } from "../core/run/command.ts";
import { type FireResults, lastRunOf, progressOf } from "../core/schedule/change.ts";
import { type DueFires, dueFires } from "../core/schedule/due-fires.ts";
import { type FirePlan, planFires } from "../core/schedule/plan-fires.ts";
import { type FireRefusal, fireRunId, type Schedule } from "../core/schedule/schedule.ts";
import type { AdvanceQueue } from "./advance-queue.ts";
import { loadFired, ofSchedule } from "./fired-run.ts";
import type { ScheduleDeps } from "./ports.ts";
import { fireTimes } from "./timing.ts";

/**
 * Starts what is due of one schedule, and then notes how far it has come. The caller makes sure
 * that nothing else changes the schedule meanwhile.
 *
 * Exactly once: the run of a fire has an id of its own, so a fire that is repeated (the process
 * ended between the two steps, or the second one failed) finds its run and starts no other. When
 * somebody else has taken that id, the fire is refused.
 *
 * @throws StorageError when it could not be done, or not to the end: then it is to be repeated.
 */
export async function fireSchedule(
  deps: ScheduleDeps,
  queue: AdvanceQueue,
  scheduleId: ScheduleId,
): Promise<void> {
  const schedule = await deps.storage.schedules.getSchedule(scheduleId);
  const now = deps.clock.now();
  if (schedule === null || schedule.paused) return;
  if (schedule.nextFireAt === null || schedule.nextFireAt > now) return;

  const due = dueFires({ from: schedule.nextFireAt, now, next: fireTimes(schedule) });
  const existing = await findStarted(deps, schedule, due);
  const isStarted = (fireAt: EpochMs) => existing.has(fireAt);
  const plan = planFires(schedule, due, { now, isStarted });
  const results = await carryOut(deps, { schedule, plan, now });
  const progress = progressOf(schedule, plan, results);
  await queue.push({ scheduleId, version: schedule.version + 1, progress });
}

async function findStarted(
  { storage }: ScheduleDeps,
  schedule: Schedule,
  { fires }: DueFires,
): Promise<ReadonlySet<EpochMs>> {
  const started = new Set<EpochMs>();
  for (const fireAt of fires) {
    const run = await loadFired(storage, schedule, fireRunId(schedule.scheduleId, fireAt));
    if (run !== null) started.add(fireAt);
  }
  return started;
}

interface FireStep {
  readonly schedule: Schedule;
  readonly plan: FirePlan;
  readonly now: EpochMs;
}

async function carryOut(deps: ScheduleDeps, step: FireStep): Promise<FireResults> {
  const { schedule, plan, now } = step;
  const none: FireResults = { started: [], skipped: 0, refusals: [] };
  if (plan.start.length === 0) return none;

  const active = await findActive(deps, step);
  if (active !== null && schedule.overlap === "skip") {
    return { ...none, skipped: plan.start.length };
  }
  const decision = deps.startCommand(schedule, now);
  if (!decision.ok) {
    const { code } = decision;
    deps.log.warn("a schedule cannot start its run", { scheduleId: schedule.scheduleId, code });
    return { ...none, refusals: plan.start.map((fireAt) => ({ fireAt, code })) };
  }
  if (active !== null) {
    const reason = "The next run of its schedule has started.";
    await deps.engine.apply(active, { type: "cancel", at: now, reason });
  }
  return await startRuns(deps, step, decision.command);
}

/** The schedule's previous run if it is still active and that matters. */
async function findActive(
  { storage }: ScheduleDeps,
  { schedule, plan }: FireStep,
): Promise<RunId | null> {
  const previous = lastRunOf(schedule, plan.recovered);
  if (schedule.overlap === "allow" || previous === null) return null;
  const run = await loadFired(storage, schedule, previous);
  return run?.state.status === "running" ? previous : null;
}

/** Starts them together: they become one transaction. */
async function startRuns(
  { engine, log }: ScheduleDeps,
  { schedule, plan }: FireStep,
  command: Start,
): Promise<FireResults> {
  const { scheduleId } = schedule;
  const starts = plan.start.map((fireAt) =>
    engine.apply(fireRunId(scheduleId, fireAt), ofSchedule(command, scheduleId, fireAt)),
  );
  // All have to be over before the schedule is given free, also when one fails.
  const settled = await Promise.allSettled(starts);
  const started: EpochMs[] = [];
  const refusals: FireRefusal[] = [];
  for (const [index, fireAt] of plan.start.entries()) {
    const result = settled[index];
    if (result?.status !== "fulfilled") throw result?.reason;
    if (result.value.ok) started.push(fireAt);
    else refusals.push({ fireAt, code: result.value.code });
  }
  const [refusal] = refusals;
  if (refusal !== undefined) {
    log.warn("a schedule cannot start its run", { scheduleId, code: refusal.code });
  }
  return { started, skipped: 0, refusals };
}
