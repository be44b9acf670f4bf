import {
  readEvents,
  type StreamEvent,
  type StreamPosition,
} from "../../../clients/typescript/src/client/event-stream.ts";
import { headersOf, refusal, unreachable } from "./api.ts";
import { CliError } from "./cli-error.ts";
import type { Session } from "./session.ts";

/** The pause before a stream that broke off is opened again; doubled while that fails. */
const RECONNECT_MS = 500;
const RECONNECT_MS_MAX = 10_000;

/** A server that has been away for so long will not come back by itself. */
const AWAY_MS_MAX = 5 * 60_000;

/** A stream, or the server has its hands full and may be asked again. */
type Opened = ReadableStream<Uint8Array> | "busy";

/**
 * The events of a stream, from its beginning to its end. When it breaks off it is opened again
 * where it was: nothing is missed and nothing comes twice.
 *
 * @throws CliError when the server refuses, cannot be reached at first, or stays away.
 */
export async function* liveEvents(
  session: Session,
  path: string,
  types: string | undefined,
): AsyncGenerator<StreamEvent, void, undefined> {
  const position: StreamPosition = { id: null };
  let lastSeenAt = performance.now();
  let pauseMs = RECONNECT_MS;
  for (let isFirst = true; ; isFirst = false) {
    try {
      const body = await open(session, { path, types, after: position.id });
      if (body !== "busy") {
        if (!isFirst) session.note("Connected again.");
        for await (const event of readEvents(body, position)) {
          yield event;
          if (event.event === "end") return;
          lastSeenAt = performance.now();
          pauseMs = RECONNECT_MS;
        }
      }
    } catch (error) {
      if (error instanceof CliError) throw error;
      const isAway = performance.now() - lastSeenAt > AWAY_MS_MAX;
      if (isFirst || isAway) throw unreachable(session.connection, error);
    }
    session.note("The stream broke off. Connecting again.");
    await Bun.sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, RECONNECT_MS_MAX);
  }
}

interface StreamRequest {
  readonly path: string;
  readonly types: string | undefined;
  readonly after: string | null;
}

async function open(session: Session, { path, types, after }: StreamRequest): Promise<Opened> {
  const { connection } = session;
  const query = types === undefined ? "" : `?types=${encodeURIComponent(types)}`;
  const response = await fetch(`${connection.url}${path}${query}`, {
    headers: { ...headersOf(connection), ...(after === null ? {} : { "last-event-id": after }) },
    redirect: "manual",
  });
  if (response.ok && response.body !== null) return response.body;
  // Busy or restarting: worth another try, unless it is the first.
  if (after !== null && (response.status === 429 || response.status >= 500)) return "busy";
  const problem: unknown = await response.json().catch(() => null);
  throw refusal(connection, response, problem);
}
