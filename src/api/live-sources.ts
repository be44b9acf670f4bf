import type { RunId } from "../core/ids.ts";
import type { EntryType } from "../core/run/journal.ts";
import type { FeedEntry, Storage } from "../storage/storage.ts";
import { eventText, type StreamPage, type StreamSource } from "./event-stream.ts";
import { shownData } from "./journal.ts";
import { type Redactor, redactorOf } from "./redaction.ts";

/** Entries read at a time. */
const PAGE = 100;

/** Runs whose redaction is remembered, of those that a stream has come by. */
const REDACTORS_MAX = 1_000;

/** What a source reads, and for whom. */
export interface FeedSourceOptions {
  readonly storage: Pick<Storage, "listFeed" | "listRunFeed" | "loadRun" | "getRun">;
  /** The position of the last entry that the reader has seen. */
  readonly position: number;
  /** The only types wanted, or null for all. */
  readonly types: ReadonlySet<EntryType> | null;
  /** The only project to be seen, or null for all. */
  readonly project: string | null;
  readonly isAllowed: () => boolean;
  readonly cutOff: () => void;
  readonly rest: () => Promise<void>;
}

/** What a source of one run reads. */
export interface RunSourceOptions extends Omit<FeedSourceOptions, "project"> {
  readonly runId: RunId;
}

/** What both kinds of source do. */
abstract class Source implements StreamSource {
  readonly #options: Omit<FeedSourceOptions, "project">;
  readonly #redactors = new Map<RunId, Redactor>();
  /** Of the last entry read. */
  protected position: number;
  /** The last one that the reader has been told. */
  #sent = -1;

  constructor(options: Omit<FeedSourceOptions, "project">) {
    this.#options = options;
    this.position = options.position;
  }

  abstract read(): Promise<StreamPage>;

  unsentPosition(): number | null {
    if (this.position <= this.#sent) return null;
    this.#sent = this.position;
    return this.position;
  }

  isAllowed(): boolean {
    return this.#options.isAllowed();
  }

  cutOff(): void {
    this.#options.cutOff();
  }

  rest(): Promise<void> {
    return this.#options.rest();
  }

  protected get storage(): FeedSourceOptions["storage"] {
    return this.#options.storage;
  }

  protected async textOf(entry: FeedEntry, id: number): Promise<string> {
    this.position = id;
    const { runId, seq, at, type, step, data } = entry;
    if (this.#options.types !== null && !this.#options.types.has(type)) return "";
    this.#sent = id;
    const shown = shownData(type, data, await this.#redactorOf(runId));
    return eventText({ id, name: type, data: { runId, seq, at, type, step, data: shown } });
  }

  /** What a run hides never changes. */
  async #redactorOf(runId: RunId): Promise<Redactor> {
    const known = this.#redactors.get(runId);
    if (known !== undefined) return known;
    const run = await this.storage.getRun(runId);
    const redactor = redactorOf(run?.redact ?? null);
    if (this.#redactors.size >= REDACTORS_MAX) this.#redactors.clear();
    this.#redactors.set(runId, redactor);
    return redactor;
  }
}

/** The entries of all runs, in order of recording. Positions are keys of the feed. */
export class FeedSource extends Source {
  readonly #project: string | null;

  constructor(options: FeedSourceOptions) {
    super(options);
    this.#project = options.project;
  }

  async read(): Promise<StreamPage> {
    const entries = await this.storage.listFeed(this.position, PAGE);
    let text = "";
    for (const entry of entries) {
      if (this.#project === null || entry.project === this.#project) {
        text += await this.textOf(entry, entry.key);
      }
      this.position = entry.key;
    }
    return { text, more: entries.length === PAGE, isLast: false };
  }
}

/** The entries of one run, and its end. Positions are seqs. */
export class RunSource extends Source {
  readonly #runId: RunId;

  constructor(options: RunSourceOptions) {
    super(options);
    this.#runId = options.runId;
  }

  async read(): Promise<StreamPage> {
    // The state comes first: what it counts can be read after it.
    const state = await this.storage.loadRun(this.#runId);
    const entries = await this.storage.listRunFeed(this.#runId, this.position + 1, PAGE);
    let text = "";
    for (const entry of entries) text += await this.textOf(entry, entry.seq);
    if (entries.length === PAGE) return { text, more: true, isLast: false };

    const hasEnded = state !== null && state.status !== "running";
    if (!hasEnded) return { text, more: false, isLast: false };
    const data = { runId: this.#runId, status: state.status };
    return { text: text + eventText({ name: "end", data }), more: false, isLast: true };
  }
}
