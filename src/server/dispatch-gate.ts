import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type {
  BegunCall,
  CallWork,
  DispatchPort,
  InvocationWork,
  LeasedWork,
} from "../engine/ports.ts";

/**
 * Holds back the dispatcher until the server listens: an endpoint that is invoked wants to reach
 * us. What is due meanwhile waits here, without a lease; a crash loses nothing, storage knows it.
 */
export class DispatchGate implements DispatchPort {
  readonly #dispatch: DispatchPort;
  /** What waits, in order; null once the gate is open. */
  #waiting: (() => void)[] | null = [];

  constructor(dispatch: DispatchPort) {
    this.#dispatch = dispatch;
  }

  /** From now on everything passes. Further calls do nothing. */
  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const pass of waiting) pass();
  }

  claimInvocation(): boolean {
    return this.#waiting === null && this.#dispatch.claimInvocation();
  }

  releaseInvocation(): void {
    this.#dispatch.releaseInvocation();
  }

  enqueueInvocation(work: InvocationWork): void {
    if (this.#waiting === null) this.#dispatch.enqueueInvocation(work);
    else this.#waiting.push(() => this.#dispatch.enqueueInvocation(work));
  }

  sendInvocation(work: LeasedWork): void {
    assert(this.#waiting === null, "no lease is granted while the gate is closed");
    this.#dispatch.sendInvocation(work);
  }

  claimCall(): boolean {
    return this.#waiting === null && this.#dispatch.claimCall();
  }

  releaseCall(): void {
    this.#dispatch.releaseCall();
  }

  enqueueCall(work: CallWork): void {
    if (this.#waiting === null) this.#dispatch.enqueueCall(work);
    else this.#waiting.push(() => this.#dispatch.enqueueCall(work));
  }

  sendCall(work: BegunCall): void {
    assert(this.#waiting === null, "no call is begun while the gate is closed");
    this.#dispatch.sendCall(work);
  }

  abort(runId: RunId): void {
    // What waits for this run is refused by the engine when its turn comes.
    this.#dispatch.abort(runId);
  }
}
