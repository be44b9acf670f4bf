import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { InvocationResult, Operation, RunCommand, Start } from "../../src/core/run/command.ts";
import { receiverOf } from "../../src/core/run/event.ts";
import {
  type Facts,
  notificationsOf,
  type Receiver,
  receiverKey,
} from "../../src/core/run/facts.ts";
import type { JournalEntry } from "../../src/core/run/journal.ts";
import type { Outcome } from "../../src/core/run/outcome.ts";
import { awaitedEvents, isOpen } from "../../src/core/run/schedule.ts";
import type { OpenRun, RunState } from "../../src/core/run/state.ts";
import { json, REPORT, RunWorld, step, T0 } from "./run-world.ts";

/** Several runs and what they tell each other: messages are decided at once, as the engine does. */
export class RunsWorld {
  readonly runs = new Map<RunId, RunWorld>();
  now = T0;

  run(name: string): RunWorld {
    const runId = name as RunId;
    const known = this.runs.get(runId);
    if (known !== undefined) return known;
    const made = new RunWorld(runId, (command) => this.#others(runId, command));
    this.runs.set(runId, made);
    return made;
  }

  apply(name: string, command: RunCommand): Outcome {
    const outcome = this.run(name).apply(command);
    if (!outcome.ok) return outcome;
    const waiting = [...outcome.messages];
    for (const message of waiting) {
      const told = this.run(message.runId).apply(message.command);
      if (told.ok) waiting.push(...told.messages);
    }
    return outcome;
  }

  /** A started run under lease. */
  start(name: string, options: Partial<Start> = {}): RunWorld {
    const run = this.run(name);
    run.start(options);
    return this.lease(name);
  }

  lease(name: string): RunWorld {
    const [due] = openOf(this.run(name).state).invocations;
    const invocationId = due?.invocationId ?? 0;
    this.apply(name, { type: "grant_lease", at: this.now, invocationId, leaseMs: 1e9 });
    return this.run(name);
  }

  register(name: string, ...operations: Operation[]): Outcome {
    const { epoch } = openOf(this.run(name).state);
    return this.apply(name, {
      ...{ type: "register_steps", at: this.now, jitter: 0.5, epoch, operations },
    });
  }

  end(name: string, result: InvocationResult, operations: Operation[] = []): Outcome {
    const { epoch } = openOf(this.run(name).state);
    const end = { type: "end_invocation", at: this.now, jitter: 0.5, epoch } as const;
    return this.apply(name, { ...end, operations, result, report: REPORT });
  }

  suspend(name: string): Outcome {
    return this.end(name, { type: "suspended", again: false });
  }

  complete(name: string, output: unknown): Outcome {
    return this.end(name, { type: "completed", output: json(output) });
  }

  fail(name: string, failedStep: string | null = null): Outcome {
    return this.end(name, {
      ...{ type: "failed", failure: { name: "Error", message: "boom" } },
      step: failedStep === null ? null : step(failedStep),
      ...{ retryable: false, retryAfterMs: null },
    });
  }

  fire(name: string, at: EpochMs): Outcome {
    this.now = at;
    return this.apply(name, { type: "fire_timer", at, jitter: 0.5 });
  }

  deliver(
    name: string,
    eventId: string,
    options: { keep?: boolean; data?: unknown } = {},
  ): Outcome {
    const { keep = false, data = eventId } = options;
    return this.apply(name, {
      ...{ type: "deliver_event", at: this.now, eventId, data: json(data), keep },
    });
  }

  /** The entries of one type in a run's journal. */
  entries<Type extends JournalEntry["type"]>(
    name: string,
    type: Type,
  ): Extract<JournalEntry, { type: Type }>[] {
    return this.run(name).journal.filter(
      (entry): entry is Extract<JournalEntry, { type: Type }> => entry.type === type,
    );
  }

  /** As the engine's batch has them. */
  #others(self: RunId, command: RunCommand): Pick<Facts, "waiters" | "receivers"> {
    const waiters = new Map<string, RunId[]>();
    const receivers = new Map<string, Receiver>();
    for (const { eventId, runId } of notificationsOf(command)) {
      if (runId === null) waiters.set(eventId, this.#waitersOf(eventId, self));
      else receivers.set(receiverKey(runId, eventId), this.#receiver(runId, eventId));
    }
    return { waiters, receivers };
  }

  #waitersOf(eventId: string, self: RunId): RunId[] {
    const project = openOf(this.run(self).state).project;
    return [...this.runs.values()].flatMap(({ runId, state }) => {
      if (state === null || !isOpen(state)) return [];
      return state.project === project && awaits(state, eventId) ? [runId] : [];
    });
  }

  #receiver(runId: RunId, eventId: string): Receiver {
    return receiverOf(this.runs.get(runId)?.state ?? null, eventId);
  }
}

function awaits(state: RunState, eventId: string): boolean {
  return awaitedEvents(state).some((one) => one.eventId === eventId);
}

/** The state of a run that still receives. */
export function openOf(state: RunState | null): OpenRun {
  if (state === null || !isOpen(state)) throw new Error("the run is not open");
  return state;
}
