import type { EpochMs, StepId } from "../ids.ts";
import type { RunCommand } from "../run/command.ts";
import { isOpen } from "../run/schedule.ts";
import type { FlowControl, Invocation, OpenRun, RunState, Wait } from "../run/state.ts";
import type { FlowLimits } from "./limits.ts";

/** An invocation (its number) or a call (its step) of a run. */
export type WorkName = number | StepId;

/** A request of a run that counts for a flow-control key: due, or under way. */
export interface KeyedWork {
  /** Names it among the requests of all runs. */
  readonly identity: string;
  readonly what: WorkName;
  readonly flow: FlowControl;
  readonly isUnderWay: boolean;
  /** When it is due; of one that is under way, its deadline. */
  readonly dueAt: EpochMs;
}

const NONE: readonly KeyedWork[] = [];

/** Whether any request of the run can count for a key. Cheap: asked of every run that changes. */
export function isKeyed(run: RunState | null): run is OpenRun {
  if (run === null || !isOpen(run)) return false;
  return run.flow !== null || run.waits.some((wait) => wait.kind === "call" && wait.flow !== null);
}

/** Every request of the run that counts for a key. */
export function keyedWork(run: RunState | null): readonly KeyedWork[] {
  if (!isKeyed(run)) return NONE;
  const invocations = run.invocations.flatMap(
    (invocation) => keyedInvocation(run, invocation) ?? [],
  );
  return [...invocations, ...run.waits.flatMap((wait) => keyedCall(run, wait) ?? [])];
}

/** One request of the run, or null when there is none of this name or it counts for no key. */
export function findKeyedWork(run: RunState | null, what: WorkName): KeyedWork | null {
  if (!isKeyed(run)) return null;
  if (typeof what === "number") {
    const invocation = run.invocations.find(({ invocationId }) => invocationId === what);
    return invocation === undefined ? null : keyedInvocation(run, invocation);
  }
  const wait = run.waits.find(({ step }) => step === what);
  return wait === undefined ? null : keyedCall(run, wait);
}

/** What tells of a failure is not held up by the limits of the run: somebody shall know soon. */
function keyedInvocation(run: OpenRun, invocation: Invocation): KeyedWork | null {
  const { runId, status, flow } = run;
  if (status !== "running" || flow === null) return null;
  const { invocationId: what } = invocation;
  const isUnderWay = invocation.phase === "leased";
  const dueAt = isUnderWay ? invocation.leaseUntil : invocation.dueAt;
  return { identity: `${runId} ${what}`, what, flow, isUnderWay, dueAt };
}

/** The calls of a failed run stand still: what was under way has been given up. */
function keyedCall({ runId, status }: OpenRun, wait: Wait): KeyedWork | null {
  if (status !== "running" || wait.kind !== "call" || wait.flow === null) return null;
  const { step: what, flow, phase, dueAt } = wait;
  return { identity: `${runId} ${what}`, what, flow, isUnderWay: phase === "sending", dueAt };
}

/** The keys that requests of the run count for, or will count for when a failed run is resumed. */
export function flowsOfRun(run: RunState | null): readonly FlowControl[] {
  if (run === null || !isOpen(run)) return NO_FLOWS;
  const reopened = run.status === "failed" ? (run.failedStep?.call?.flow ?? null) : null;
  if (reopened === null && !isKeyed(run)) return NO_FLOWS;
  const calls = run.waits.map((wait) => (wait.kind === "call" ? wait.flow : null));
  return [run.flow, reopened, ...calls].filter((flow) => flow !== null);
}

/** The keys that a command brings along, with their newest limits, if it is accepted. */
export function flowsOf(command: RunCommand): readonly FlowControl[] {
  if (command.type === "start") return command.flow === null ? NO_FLOWS : [command.flow];
  if (command.type !== "register_steps" && command.type !== "end_invocation") return NO_FLOWS;
  let flows: FlowControl[] | null = null;
  for (const operation of command.operations) {
    if (operation.op !== "call" || operation.request.flow === null) continue;
    flows ??= [];
    flows.push(operation.request.flow);
  }
  return flows ?? NO_FLOWS;
}

const NO_FLOWS: readonly FlowControl[] = [];

/** What a request says of the limits of its key: null says nothing. */
export function limitsOf({ parallelism, rate, periodMs }: FlowControl): FlowLimits {
  return {
    ...(parallelism === null ? {} : { parallelism }),
    ...(rate === null ? {} : { rate }),
    ...(periodMs === null ? {} : { periodMs }),
  };
}
