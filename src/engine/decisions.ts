import type { WorkName } from "../core/flow-control/work.ts";
import type { RunId } from "../core/ids.ts";
import type { CommandOf, RunCommand } from "../core/run/command.ts";
import type { Effect } from "../core/run/effect.ts";
import type { Outcome, RunMessage } from "../core/run/outcome.ts";
import type { RunState } from "../core/run/state.ts";
import type { Batch } from "./batch.ts";
import type { Claims, RunEffect } from "./effects.ts";
import type { FlowItem } from "./flow-key.ts";
import type { FlowTurn } from "./flow-turn.ts";
import type { CachedRun } from "./run-cache.ts";

/** What decisions are made with. */
export interface DecisionsOptions {
  readonly batch: Batch;
  readonly flow: FlowTurn;
  readonly claims: Claims;
  readonly cached: (runId: RunId) => CachedRun | null;
  /** How long an invocation may hold its lease, in ms. */
  readonly leaseMs: number;
}

/**
 * The decisions of one turn: the commands, what they have for other runs, and what may begin.
 *
 * A due invocation or call that finds a free place is leased in the same transaction, which saves a
 * commit between "due" and "sent". One that counts for a flow-control key goes through its line.
 */
export class Decisions {
  /** To be performed after the commit, in order. */
  readonly effects: RunEffect[] = [];
  /** Work whose turn has come but that found no place: for the dispatcher's queues. */
  readonly offers: FlowItem[] = [];
  readonly #options: DecisionsOptions;

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /**
   * Decides one command. Its run must have been loaded. Most need nothing to be waited for, and a
   * promise for each would cost as much as the decision.
   */
  decide(runId: RunId, command: RunCommand): Outcome | Promise<Outcome> {
    const loading = this.#loadKeys(runId, command);
    if (loading !== null) return loading.then(() => this.#decideLoaded(runId, command));
    return this.#decideLoaded(runId, command);
  }

  #decideLoaded(runId: RunId, command: RunCommand): Outcome | Promise<Outcome> {
    const outcome = this.#decide(runId, command);
    const messages = this.#collect(runId, command, outcome);
    return messages.length === 0 ? outcome : this.#relay(messages).then(() => outcome);
  }

  /** Lets those begin, or offers them to the dispatcher, whose turn in a line has come. */
  async drain(): Promise<void> {
    const { batch, claims, flow, cached } = this.#options;
    for (;;) {
      const begun: BeginStep[] = [];
      for (const item of flow.takeOffers()) {
        const isClaimed = typeof item.what === "number" ? claims.invocation() : claims.call();
        if (isClaimed) begun.push({ runId: item.runId, command: this.#beginning(item.what) });
        else this.offers.push(item);
      }
      if (begun.length === 0) return;
      await batch.load(begun, cached);
      for (const { runId, command } of begun) {
        const loading = this.#loadKeys(runId, command);
        if (loading !== null) await loading;
        this.#beginClaimed(runId, command);
      }
    }
  }

  /**
   * Decides what one run's decision has for other runs, in the same batch: both are stored, or
   * neither is. A refusal is final; the addressee may have ended, and then there is nobody to tell.
   */
  async #relay(messages: readonly RunMessage[]): Promise<void> {
    const { batch, cached } = this.#options;
    const waiting = [...messages];
    await batch.load(waiting, cached);
    for (const { runId, command } of waiting) {
      const loading = this.#loadKeys(runId, command);
      if (loading !== null) await loading;
      const outcome = this.#decide(runId, command);
      const more = this.#collect(runId, command, outcome);
      if (more.length === 0) continue;
      await batch.load(more, cached);
      waiting.push(...more);
    }
  }

  #loadKeys(runId: RunId, command: RunCommand): Promise<void> | null {
    const { batch, flow } = this.#options;
    return flow.load(batch.stateOf(runId), command);
  }

  #decide(runId: RunId, command: RunCommand): Outcome {
    const what = whatBegins(command);
    if (what === null) return this.#change(runId, command);

    const { batch, flow } = this.#options;
    const run = batch.stateOf(runId);
    const answer = flow.ask(run, what);
    if (answer.type === "held" && run !== null) return held(run);
    const outcome = this.#change(runId, command);
    if (!outcome.ok && answer.type === "admitted") {
      answer.revoke();
      batch.touch(runId);
    }
    return outcome;
  }

  #change(runId: RunId, command: RunCommand): Outcome {
    const { batch, flow } = this.#options;
    const before = batch.stateOf(runId);
    const outcome = batch.decide(runId, command);
    if (outcome.ok && outcome.changed) flow.observe({ before, after: outcome.state, command });
    return outcome;
  }

  /** Collects a decision's effects, and returns what it has for other runs. */
  #collect(runId: RunId, { at }: RunCommand, outcome: Outcome): readonly RunMessage[] {
    if (!outcome.ok) return NO_MESSAGES;
    for (const effect of outcome.effects) {
      const command = this.#claim(runId, effect, at);
      if (command === "waits") continue;
      if (command === null || !this.#beginClaimed(runId, command)) {
        this.effects.push({ runId, effect, state: outcome.state });
      }
    }
    return outcome.messages;
  }

  /** Null: the effect is for after the commit. "waits": it is in the line of a key. */
  #claim(runId: RunId, effect: Effect, at: RunCommand["at"]): Beginning | "waits" | null {
    if (effect.type !== "invoke" && effect.type !== "call") return null;
    const { batch, flow, claims } = this.#options;
    const what = effect.type === "invoke" ? effect.invocationId : effect.step;
    batch.announce(runId, what);
    if (flow.enter(batch.stateOf(runId), what)) return "waits";
    const isClaimed = effect.type === "invoke" ? claims.invocation() : claims.call();
    return isClaimed ? { ...this.#beginning(what), at } : null;
  }

  /** On a claimed place, which is given back when it does not come to it. */
  #beginClaimed(runId: RunId, command: Beginning): boolean {
    const outcome = this.#decide(runId, command);
    const hasBegun = outcome.ok && outcome.effects.length > 0;
    if (hasBegun) this.#collect(runId, command, outcome);
    else if (command.type === "grant_lease") this.#options.claims.giveBackInvocation();
    else this.#options.claims.giveBackCall();
    return hasBegun;
  }

  #beginning(what: WorkName): Beginning {
    const { leaseMs, flow } = this.#options;
    const { at } = flow;
    return typeof what === "number"
      ? { type: "grant_lease", at, invocationId: what, leaseMs }
      : { type: "begin_call", at, step: what };
  }
}

type Beginning = CommandOf<"grant_lease"> | CommandOf<"begin_call">;

interface BeginStep {
  readonly runId: RunId;
  readonly command: Beginning;
}

const NO_MESSAGES: readonly RunMessage[] = [];

/** The invocation or call that a command wants to begin. */
function whatBegins(command: RunCommand): WorkName | null {
  if (command.type === "grant_lease") return command.invocationId;
  return command.type === "begin_call" ? command.step : null;
}

function held(state: RunState): Outcome {
  const reply = { type: "held" } as const;
  return { ok: true, changed: false, state, messages: [], effects: [], reply };
}
