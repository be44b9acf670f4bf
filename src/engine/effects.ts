import { assert, unreachable } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type { Effect } from "../core/run/effect.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import type { BegunCall, DispatchPort, FreshHistory, LeasedWork } from "./ports.ts";

/** An effect together with the run it belongs to. */
export interface RunEffect {
  readonly runId: RunId;
  readonly effect: Effect;
  /** The state in which the effect was decided. */
  readonly state: RunState;
}

/** Does what a committed decision asked for. Harmless when done twice. */
export function perform(
  dispatch: DispatchPort,
  { runId, effect, state }: RunEffect,
  fresh: FreshHistory,
): void {
  switch (effect.type) {
    case "invoke":
      dispatch.enqueueInvocation({ runId, invocationId: effect.invocationId });
      break;
    case "send_invocation":
      dispatch.sendInvocation({ ...leasedWork(state, effect.epoch), fresh });
      break;
    case "call":
      dispatch.enqueueCall({ runId, step: effect.step });
      break;
    case "send_call":
      dispatch.sendCall(begunCall(state, effect));
      break;
    case "abort":
      dispatch.abort(runId);
      break;
    default:
      unreachable(effect);
  }
}

function leasedWork(state: RunState, epoch: number): Omit<LeasedWork, "fresh"> {
  assert(isOpen(state), "only an open run has leases");
  const lease = state.invocations.find(
    (invocation) => invocation.phase === "leased" && invocation.epoch === epoch,
  );
  assert(lease?.phase === "leased", "the state that granted a lease holds it");
  const { invocationId, attempt, leaseUntil } = lease;
  return { runId: state.runId, invocationId, epoch, attempt, leaseUntil, state };
}

function begunCall(
  state: RunState,
  { step, attempt }: Extract<Effect, { type: "send_call" }>,
): BegunCall {
  assert(isOpen(state), "only an open run has calls");
  const wait = state.waits.find((candidate) => candidate.step === step);
  assert(wait?.kind === "call", "the state that began a call holds it");
  return { runId: state.runId, step, attempt, timeoutMs: wait.timeoutMs };
}

/** Places taken for a batch, up to a number; given back when the batch is not committed. */
export class Claims {
  readonly #dispatch: DispatchPort;
  /** How many more the batch may begin. */
  #room: number;
  #invocations = 0;
  #calls = 0;

  constructor(dispatch: DispatchPort, room: number) {
    this.#dispatch = dispatch;
    this.#room = room;
  }

  invocation(): boolean {
    if (this.#room <= 0 || !this.#dispatch.claimInvocation()) return false;
    this.#room -= 1;
    this.#invocations += 1;
    return true;
  }

  call(): boolean {
    if (this.#room <= 0 || !this.#dispatch.claimCall()) return false;
    this.#room -= 1;
    this.#calls += 1;
    return true;
  }

  giveBackInvocation(): void {
    this.#invocations -= 1;
    this.#dispatch.releaseInvocation();
  }

  giveBackCall(): void {
    this.#calls -= 1;
    this.#dispatch.releaseCall();
  }

  release(): void {
    while (this.#invocations > 0) this.giveBackInvocation();
    while (this.#calls > 0) this.giveBackCall();
  }
}
