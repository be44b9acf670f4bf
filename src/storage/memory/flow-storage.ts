import type { FlowKeyState } from "../../core/flow-control/key.ts";
import type { FlowKeyName, FlowKeyQuery, FlowKeyRecord, FlowStorage } from "../flow-storage.ts";
import { frozenCopy, type UndoLog } from "./contents.ts";

/** Flow-control keys in a map: the oracle for the other backends. */
export class MemoryFlowStorage implements FlowStorage {
  readonly #assertOpen: () => void;
  readonly #keys = new Map<string, FlowKeyRecord>();

  /** `assertOpen` throws once the storage that this is a part of is closed. */
  constructor(assertOpen: () => void) {
    this.#assertOpen = assertOpen;
  }

  async loadKey(name: FlowKeyName): Promise<FlowKeyState | null> {
    this.#assertOpen();
    return this.#keys.get(rowOf(name))?.state ?? null;
  }

  async listKeys({ project, after, limit }: FlowKeyQuery): Promise<FlowKeyRecord[]> {
    this.#assertOpen();
    return [...this.#keys]
      .filter(([, record]) => project === undefined || record.project === project)
      .filter(([row]) => after === undefined || row > rowOf(after))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([, record]) => record);
  }

  /** Writes one row of a batch and notes how to take it back. */
  write({ project, state }: FlowKeyRecord, undo: UndoLog): void {
    const row = rowOf({ project, key: state.key });
    const before = this.#keys.get(row);
    this.#keys.set(row, frozenCopy({ project, state }));
    undo.add(() => (before === undefined ? this.#keys.delete(row) : this.#keys.set(row, before)));
  }
}

/** Neither a project nor a key has a space, which sorts before everything they may have. */
function rowOf({ project, key }: FlowKeyName): string {
  return `${project} ${key}`;
}
