import type { FlowKeyState } from "../core/flow-control/key.ts";

/** Reads flow-control keys. `Storage.commit` writes them, together with what they let begin. */
export interface FlowStorage {
  /** The key as of the last commit, or null when nothing has used it. */
  loadKey(name: FlowKeyName): Promise<FlowKeyState | null>;

  /** Keys by (project, key) in the order of their bytes, at most `limit`. */
  listKeys(query: FlowKeyQuery): Promise<FlowKeyRecord[]>;
}

/** Which key: the same text in two projects names two keys. */
export interface FlowKeyName {
  readonly project: string;
  readonly key: string;
}

/** A row to write, or one that was read. */
export interface FlowKeyRecord {
  readonly project: string;
  readonly state: FlowKeyState;
}

/** A page of the keys. */
export interface FlowKeyQuery {
  /** Absent: of all projects. */
  readonly project?: string;
  /** Continues after this key of an earlier page. */
  readonly after?: FlowKeyName;
  readonly limit: number;
}
