import type { RunId } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { OpenRun, RaceWait, RunState, Wait } from "../core/run/state.ts";
import type { AttemptRecord, RunRecord, Storage } from "../storage/storage.ts";
import { hookView } from "./hook-views.ts";
import { isShown } from "./json-text.ts";
import { type Redactor, redactorOf } from "./redaction.ts";
import { failureCallbackOf, loadEnding } from "./run-ending.ts";
import type { AttemptView, ChildView, RunDetails, RunSummary, WaitView } from "./run-schemas.ts";
import { groupSteps, StepFold } from "./step-fold.ts";
import type { StepView } from "./step-schemas.ts";

/** Attempts in one answer. */
const ATTEMPTS_SHOWN_MAX = 100;

/** Child runs in one answer: each is looked up. */
const CHILDREN_SHOWN_MAX = 100;

/** Entries read at a time: their bodies are all in memory at once. */
const ENTRIES_PER_READ = 50;

/** What a list shows of a run. */
export function summaryOf(record: RunRecord): RunSummary {
  const { runId, state, url, labels, retries, createdAt, finishedAt } = record;
  const { project, notBefore, callerIp, flow, parent } = record;
  return {
    ...{ runId, status: state.status, url, labels: [...labels], retries, createdAt, finishedAt },
    journalLength: state.journalLength,
    ...{ project, notBefore, callerIp, flowControlKey: flow?.key ?? null },
    parent: parent === null ? null : { ...parent },
    deadLetter: state.status === "failed" && state.deadLetter,
  };
}

/** Which steps of a run are wanted. */
export interface StepsPage {
  /** Steps whose first entry in the journal is this one or a later one. */
  readonly from: number;
  readonly limit: number;
}

/** Everything about one run that fits into an answer. */
export async function loadRunDetails(
  storage: Storage,
  record: RunRecord,
  page: StepsPage,
): Promise<RunDetails> {
  const { runId, state } = record;
  const redactor = redactorOf(record.redact);
  const [first] = await storage.loadJournal(runId, 0, 1);
  const ending = await loadEnding(storage, state);
  const { steps, stepsNext } = await loadSteps(storage, state, { ...page, redactor });
  const attempts = await storage.listAttempts(runId, ATTEMPTS_SHOWN_MAX);
  const hooks = await storage.listHooks(runId);
  const { succeeded, failed, canceled } = ending;
  return {
    ...summaryOf(record),
    ...optionsOf(record, redactor),
    input: redactor.json(first?.body ?? null),
    output: redactor.json(succeeded?.body ?? null),
    failure: failed === null ? null : redactor.failure(failed.data.failure),
    failedStep: state.status === "failed" ? (failed?.data.step ?? null) : null,
    cancelReason: redactor.text(canceled?.data.reason ?? null),
    failureCallback: failureCallbackOf(record, ending, redactor),
    invocation: isOpen(state) ? invocationOf(state) : null,
    ...{ steps, groups: groupSteps(steps), stepsNext },
    waits: state.status === "running" ? state.waits.map(waitView) : [],
    attempts: attempts.map((attempt) => attemptView(redactor.attempt(attempt))),
    hooks: hooks.map((hook) => hookView(hook)),
    children: await loadChildren(storage, runId, steps),
  };
}

function optionsOf({ headers, retryDelay, flow, failureUrl, redact }: RunRecord, hide: Redactor) {
  const hidden = redact?.headers === true ? (true as const) : [...(redact?.headers ?? [])];
  return {
    headers: hide.headers(headers),
    ...{ retryDelay, failureUrl },
    flowControl: flow === null ? null : { ...flow },
    redact: redact === null ? null : { body: redact.body, headers: hidden },
  };
}

/** Steps of one page. What it costs depends on the page, not on the length of the run. */
async function loadSteps(
  storage: Storage,
  state: RunState,
  { from, limit, redactor }: StepsPage & { redactor: Redactor },
): Promise<{ steps: StepView[]; stepsNext: number | null }> {
  const fold = new StepFold({ stepsMax: limit, isShown, redactor });
  for (let seq = from; fold.next === null; ) {
    const entries = await storage.loadJournal(state.runId, seq, ENTRIES_PER_READ);
    for (const entry of entries) fold.add(entry);
    const last = entries.at(-1);
    if (last === undefined || entries.length < ENTRIES_PER_READ) break;
    seq = last.seq + 1;
  }
  for (const step of fold.unsure()) {
    const fact = (await storage.loadSteps(state.runId, [step])).get(step);
    if (fact !== undefined) fold.learn(step, fact);
  }
  if (fold.next !== null && isOpen(state)) for (const wait of state.waits) fold.learnWait(wait);
  return { steps: fold.steps(), stepsNext: fold.next };
}

/** A run of that id with another parent, or none, is no child of ours: its id was taken. */
async function loadChildren(
  storage: Storage,
  runId: RunId,
  steps: readonly StepView[],
): Promise<ChildView[]> {
  const invoked = steps.flatMap(childrenOf).slice(0, CHILDREN_SHOWN_MAX);
  const children: ChildView[] = [];
  for (const child of invoked) {
    const record = await storage.getRun(child.runId as RunId);
    const isOurs = record?.parent?.runId === runId && record.parent.step === child.step;
    children.push({ ...child, status: isOurs ? record.state.status : null });
  }
  return children;
}

function childrenOf({ step, kind, childRunId, url, branches = [] }: StepView) {
  if (kind === "child" && childRunId !== undefined)
    return [{ runId: childRunId, step, url: url ?? "" }];
  return branches.flatMap((branch) =>
    branch.childRunId === undefined
      ? []
      : [{ runId: branch.childRunId, step, url: branch.url ?? "" }],
  );
}

function invocationOf({ invocations: [next] }: OpenRun): RunDetails["invocation"] {
  if (next === undefined) return null;
  const { invocationId: number, phase, attempt } = next;
  return { number, phase, attempt, at: next.phase === "due" ? next.dueAt : next.leaseUntil };
}

function waitView(wait: Wait): WaitView {
  const { step, kind } = wait;
  switch (wait.kind) {
    case "hook":
      return { step, kind, dueAt: wait.timeoutAt, hookId: wait.hookId };
    case "event":
      return { step, kind, dueAt: wait.timeoutAt, eventId: wait.eventId };
    case "sleep":
      return { step, kind, dueAt: wait.dueAt };
    case "call":
      return { step, kind, dueAt: wait.dueAt, attempt: wait.attempt };
    case "retry":
      return { step, kind, dueAt: wait.dueAt, attempt: wait.attempts };
    case "child":
      return { step, kind, dueAt: null, childRunId: wait.childRunId };
    default:
      return { step, kind, dueAt: sleepOf(wait), branches: wait.branches.map(({ key }) => key) };
  }
}

/** When a race ends by itself, or null. */
function sleepOf({ branches }: RaceWait): number | null {
  const ends = branches.flatMap((branch) => (branch.on === "sleep" ? [branch.dueAt] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

function attemptView({ report, ...attempt }: AttemptRecord): AttemptView {
  return { ...attempt, ...report };
}
