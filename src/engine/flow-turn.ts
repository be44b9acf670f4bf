import { admit } from "../core/flow-control/admit.ts";
import { changeFlowKey, type FlowKeyCommand } from "../core/flow-control/command.ts";
import { configure, type FlowKeyState } from "../core/flow-control/key.ts";
import {
  findKeyedWork,
  flowsOf,
  flowsOfRun,
  isKeyed,
  type KeyedWork,
  keyedWork,
  limitsOf,
  type WorkName,
} from "../core/flow-control/work.ts";
import type { EpochMs, RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { RunState } from "../core/run/state.ts";
import type { FlowKeyName, FlowKeyRecord } from "../storage/flow-storage.ts";
import type { FlowAlarms } from "./flow-alarms.ts";
import type { FlowItem, FlowPlace, LiveKey } from "./flow-key.ts";
import type { FlowKeys } from "./flow-keys.ts";

/** What a turn works on; it outlives the turn. */
export interface FlowWorld {
  readonly keys: FlowKeys;
  readonly alarms: FlowAlarms;
  /** Numbers requests in the order in which they came. */
  nextOrder(): number;
}

/** A decision that a run has accepted. */
export interface FlowChange {
  readonly before: RunState | null;
  readonly after: RunState;
  readonly command: RunCommand;
}

/** The answer to a request that wants to begin. */
export type FlowAnswer =
  /** No key limits it. */
  | { readonly type: "free" }
  /** It waits in line; it begins when its turn comes. */
  | { readonly type: "held" }
  /** It may begin, and counts. `revoke` takes that back if it does not begin after all. */
  | { readonly type: "admitted"; revoke(): void };

/**
 * Flow control within one turn of the engine. Keys are changed in place; `end` either settles what
 * was done, after the commit, or takes it back.
 *
 * Every request that counts for a key goes through the line of its key, also when it may begin at
 * once: so nobody overtakes. All requests of a turn are admitted at one instant, `at`.
 */
export class FlowTurn {
  readonly at: EpochMs;
  readonly #world: FlowWorld;
  /** The keys that were used, as they were before: null when storage has no row. */
  readonly #used = new Map<LiveKey, FlowKeyState | null>();
  readonly #undo: (() => void)[] = [];

  constructor(world: FlowWorld, at: EpochMs) {
    this.#world = world;
    this.at = at;
    for (const key of world.alarms.due(at)) this.#use(key);
  }

  /** Reads the keys that a command of this run may concern. Null: nothing to wait for. */
  load(run: RunState | null, command: RunCommand): Promise<void> | null {
    const brought = flowsOf(command);
    const own = flowsOfRun(run);
    if (brought.length === 0 && own.length === 0) return null;
    const project = command.type === "start" ? command.project : projectOf(run);
    return this.#world.keys.load([
      ...brought.map(({ key }) => ({ project, key })),
      ...own.map(({ key }) => ({ project: projectOf(run), key })),
    ]);
  }

  /** Counts what begins and ends with a decision, and takes up the limits that it brings along. */
  observe({ before, after, command }: FlowChange): void {
    if (hasSameWork(before, after)) return;
    const was = keyedWork(before);
    const now = new Map(keyedWork(after).map((work) => [work.identity, work]));
    for (const work of was) this.#follow(before, work, now.get(work.identity) ?? null);
    const known = new Set(was.map(({ identity }) => identity));
    const project = projectOf(after);
    for (const work of now.values()) {
      if (!known.has(work.identity)) this.#meet({ project, work, command });
    }
  }

  /** Takes a due request into the line of its key. False when it has none. */
  enter(run: RunState | null, what: WorkName): boolean {
    const work = findKeyedWork(run, what);
    if (run === null || work === null || work.isUnderWay) return false;
    const key = this.#keyOf(projectOf(run), work);
    if (key.find(work.identity) === null) this.#put(key, this.#item(run.runId, work), "line");
    return true;
  }

  /** Whether a request may begin now. */
  ask(run: RunState | null, what: WorkName): FlowAnswer {
    const work = findKeyedWork(run, what);
    if (run === null || work === null || work.isUnderWay) return { type: "free" };
    const key = this.#keyOf(projectOf(run), work);
    const known = key.find(work.identity);
    const item = known?.item ?? this.#item(run.runId, work);
    const isItsTurn = known?.place === "offered";
    const admission = isItsTurn ? admit(key.state, key.active, this.at) : null;
    const before = key.state;
    key.state = admission?.state ?? before;
    if (admission?.admitted !== true) {
      this.#put(key, item, "line");
      return { type: "held" };
    }
    this.#put(key, item, "active");
    const revoke = () => {
      key.state = before;
      this.#put(key, item, null);
    };
    return { type: "admitted", revoke };
  }

  /** Takes those out of the lines whose turn has come, oldest first: they are offered. */
  takeOffers(): FlowItem[] {
    const offers: FlowItem[] = [];
    for (const key of this.#used.keys()) {
      for (let { free } = key.room(this.at); free > 0; free -= 1) {
        const oldest = key.oldest();
        if (oldest === null) break;
        this.#put(key, oldest, "offered");
        offers.push(oldest);
      }
    }
    return offers;
  }

  /** Does what an operator asks of a key; null when there is no such key. */
  change(name: FlowKeyName, command: FlowKeyCommand): FlowKeyState | null {
    const key = this.#world.keys.get(name);
    const exists = key.isStored || this.#used.has(key);
    const changed = changeFlowKey(name.key, exists ? key.state : null, command);
    if (changed === null) return null;
    this.#use(key);
    key.state = changed;
    return changed;
  }

  /** The due requests of a run that wait for their key: no alarm is needed for them. */
  held(run: RunState): Iterable<WorkName> {
    return isKeyed(run) ? this.#heldOf(run) : NOTHING;
  }

  *#heldOf(run: RunState): Iterable<WorkName> {
    for (const { identity, what, flow } of keyedWork(run)) {
      const key = this.#world.keys.find({ project: projectOf(run), key: flow.key });
      const place = key?.find(identity)?.place;
      if (place === "line" || place === "offered") yield what;
    }
  }

  /** The rows to store. */
  rows(): FlowKeyRecord[] {
    const rows: FlowKeyRecord[] = [];
    for (const [{ name, state }, before] of this.#used) {
      if (state !== before) rows.push({ project: name.project, state });
    }
    return rows;
  }

  /** Everything is on disk: from now on it holds. */
  settle(): void {
    const { keys, alarms } = this.#world;
    for (const key of this.#used.keys()) {
      key.isStored = true;
      const { free, retryAt } = key.room(this.at);
      alarms.set(key, free <= 0 && key.oldest() !== null ? retryAt : null);
    }
    keys.settle(this.#used.keys());
  }

  /** Nothing was stored: all keys are as they were before. */
  rollBack(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.#world.keys.settle(this.#used.keys());
  }

  /** A request that the decision has changed or taken away. */
  #follow(run: RunState | null, was: KeyedWork, now: KeyedWork | null): void {
    if (now?.isUnderWay === was.isUnderWay) return;
    const key = this.#keyOf(projectOf(run), was);
    const placed = key.find(was.identity);
    // One that begins has been put among the active when it asked. What is not here ends nothing:
    // an earlier process began it.
    if (placed !== null && now?.isUnderWay !== true) this.#put(key, placed.item, null);
  }

  /** A request that is new with the decision. */
  #meet(met: { project: string; work: KeyedWork; command: RunCommand }): void {
    const { project, work, command } = met;
    const key = this.#keyOf(project, work);
    const isBrought = flowsOf(command).some((flow) => flow === work.flow);
    if (isBrought) key.state = configure(key.state, limitsOf(work.flow));
  }

  #keyOf(project: string, { flow }: KeyedWork): LiveKey {
    return this.#use(this.#world.keys.get({ project, key: flow.key }));
  }

  #use(key: LiveKey): LiveKey {
    if (this.#used.has(key)) return key;
    const { state } = key;
    this.#used.set(key, key.isStored ? state : null);
    this.#undo.push(() => {
      key.state = state;
    });
    return key;
  }

  #item(runId: RunId, { identity, what, dueAt }: KeyedWork): FlowItem {
    return { identity, runId, what, dueAt, order: this.#world.nextOrder() };
  }

  #put(key: LiveKey, item: FlowItem, place: FlowPlace | null): void {
    const before = key.find(item.identity);
    if (before?.place === place) return;
    key.put(item, place);
    this.#undo.push(() => key.put(before?.item ?? item, before?.place ?? null));
  }
}

const NOTHING: readonly WorkName[] = [];

function hasSameWork(before: RunState | null, after: RunState): boolean {
  if (!isKeyed(before) || !isKeyed(after)) return !isKeyed(before) && !isKeyed(after);
  const { invocations, waits, status } = before;
  return after.invocations === invocations && after.waits === waits && after.status === status;
}

function projectOf(run: RunState | null): string {
  return run !== null && "project" in run ? run.project : "";
}
