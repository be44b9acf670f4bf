import createClient from "openapi-fetch";
import type { paths } from "../../../clients/typescript/src/generated/openapi.ts";
import { printable } from "../show/printable.ts";
import { CliError } from "./cli-error.ts";
import type { Connection } from "./connection.ts";

/** A dry replay may take as long as an endpoint may; everything else is quick. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;

/** The control API, typed by the OpenAPI document. */
export type Api = ReturnType<typeof createClient<paths>>;

/** What a request of `Api` resolves to. */
export interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Opens the API of a server. Nothing is sent yet. */
export function openApi(connection: Connection): Api {
  return createClient<paths>({
    baseUrl: connection.url,
    headers: headersOf(connection),
    // Somewhere else the token is nobody's business.
    redirect: "manual",
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
  });
}

/** Says who asks. */
export function headersOf({ token }: Connection): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/**
 * What a request was answered with. `Data` is the caller's word for it, an `Answer<…>`:
 * openapi-fetch's own type takes tuples apart.
 *
 * @throws CliError unless it was a success.
 */
export async function answerOf<Data>(
  connection: Connection,
  request: Promise<Outcome>,
): Promise<Data> {
  const { data, error, response } = await reached(connection, request);
  if (response.ok) return data as Data;
  throw refusal(connection, response, error);
}

/** Any answer at all. @throws CliError when none came. */
export async function reached(connection: Connection, request: Promise<Outcome>): Promise<Outcome> {
  return await request.catch((cause: unknown) => {
    throw unreachable(connection, cause);
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ConnectionRefused: "nobody listens there",
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "no such host",
  ConnectionClosed: "it closed the connection",
  ECONNRESET: "it closed the connection",
  TimeoutError: "it did not answer in time",
};

/** No answer came, or none that could be read. */
export function unreachable({ url }: Connection, cause: unknown): CliError {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  const reason = REASONS[String(code)] ?? REASONS[String(name)];
  if (cause instanceof SyntaxError) {
    const hints = ["Is this the address of a Hookline server? See --server and HOOKLINE_URL."];
    return new CliError(`${url} answered with something that is not JSON.`, { hints, cause });
  }
  const hints = [
    "Start a server with: hookline serve",
    "Or say where it is: --server <url>, or HOOKLINE_URL in the environment.",
  ];
  return new CliError(`Cannot reach ${url}: ${reason ?? "the connection failed"}.`, {
    hints,
    cause,
  });
}

/** The server refused; `problem` is the body of its answer, which may be anything. */
export function refusal(connection: Connection, response: Response, problem: unknown): CliError {
  const { status } = response;
  const { code, title, detail, field, requestId } = textsOf(problem);
  if (code === undefined) {
    const hints = ["Is this the address of a Hookline server? See --server and HOOKLINE_URL."];
    return new CliError(`${connection.url} answered ${status}, without a reason.`, { hints });
  }
  const hints = [
    `Where: ${connection.url} answered ${status} ${code}`,
    ...(field === undefined ? [] : [`Field: ${field}`]),
    ...(status === 401 || code === "forbidden" ? [tokenHint(connection)] : []),
    `About it: ${connection.url}/errors/${code}`,
    ...(requestId === undefined || status < 500 ? [] : [`Request in the log: ${requestId}`]),
  ];
  return new CliError([title, detail].filter(Boolean).join(": "), { hints });
}

function tokenHint({ token, tokenNote }: Connection): string {
  if (token === null) return `Token: none; ${tokenNote}.`;
  return `Token: the one of ${tokenNote}. Give another with HOOKLINE_TOKEN or --token.`;
}

type ProblemText = "code" | "title" | "detail" | "field" | "requestId";

function textsOf(problem: unknown): Partial<Record<ProblemText, string>> {
  if (typeof problem !== "object" || problem === null) return {};
  const texts = Object.entries(problem).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts.map(([key, value]) => [key, printable(value)]));
}
