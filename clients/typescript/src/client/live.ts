import { defined } from "../defined.ts";
import { HooklineError } from "../errors.ts";
import { readEvents, type StreamEvent, type StreamPosition } from "./event-stream.ts";

/** The pause before a stream that broke off is opened again; doubled while that fails. */
const RECONNECT_MS = 1_000;

/** The longest such pause. */
const RECONNECT_MS_MAX = 30_000;

/** Options of a live stream. */
export interface LiveOptions {
  /** The `id` of the last event seen: the stream begins after it. */
  readonly after?: string;
  /** Only entries of these types, such as `run_failed`. */
  readonly types?: readonly string[];
  /** Ends the stream, without an error. */
  readonly signal?: AbortSignal;
}

/** An entry of a journal, as it happened. */
export interface RunEvent {
  /** Resumes the stream after this event; for `after`. */
  readonly id: string;
  readonly runId: string;
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly type: string;
  readonly step: string | null;
  /** Without bodies: those are in the journal. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens the stream after the event that `lastEventId` names. Rejects when it is refused. */
export type OpenStream = (request: StreamRequest) => Promise<ReadableStream<Uint8Array>>;

/** What an `OpenStream` is to send. */
export interface StreamRequest {
  readonly headers: { readonly "last-event-id"?: string };
  readonly query: { readonly types?: string };
  readonly signal?: AbortSignal;
}

/**
 * Follows a stream of journal entries until it says that it is at its end, and opens it again
 * whenever it breaks off: nothing is missed and nothing comes twice.
 *
 * Throws a `HooklineError` when the server cannot be reached at first, or refuses.
 */
export async function* follow(
  open: OpenStream,
  { after, types, signal }: LiveOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const position: StreamPosition = { id: after ?? null };
  let failures = -1;
  while (!isAborted(signal)) {
    try {
      const headers = defined({ "last-event-id": position.id ?? undefined });
      const query = defined({ types: types?.join(",") });
      const body = await open({ headers, query, ...defined({ signal }) });
      failures = 0;
      for await (const event of readEvents(body, position)) {
        if (event.event === "end") return;
        yield runEventOf(event);
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (failures === -1 || isRefusal(error)) throw error;
      failures += 1;
    }
    await pause(Math.min(RECONNECT_MS * 2 ** failures, RECONNECT_MS_MAX), signal);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Not merely busy, or gone for a while: asking again would not help. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof HooklineError)) return false;
  return error.status >= 400 && error.status < 500 && error.status !== 429;
}

function runEventOf({ id, data }: StreamEvent): RunEvent {
  return { id: id ?? "", ...JSON.parse(data) };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
