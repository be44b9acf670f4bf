import createFetchClient from "openapi-fetch";
import { HooklineError } from "../errors.ts";
import type { operations, paths } from "../generated/openapi.ts";
import { readSetting } from "../serve/env.ts";
import { type RetryOptions, retryingFetch } from "./retry.ts";

/** Where a server listens that was started without options. */
const URL_DEFAULT = "http://127.0.0.1:4665";

/** Options of `Client`. */
export interface ClientOptions {
  /** Address of the Hookline server. Default: `HOOKLINE_URL`, else `http://127.0.0.1:4665`. */
  readonly baseUrl?: string;
  /** Default: `HOOKLINE_TOKEN`. */
  readonly token?: string;
  /** Sent with each request, for a proxy before the server, say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When a request that got no answer is sent again, if it is safe to repeat; `false`: never. */
  readonly retry?: RetryOptions | false;
}

/** The control API, as the OpenAPI document has it. */
export type Api = ReturnType<typeof createFetchClient<paths>>;

/** What an operation answers when all is well. */
export type Answer<Name extends keyof operations> = JsonOf<
  Extract<keyof operations[Name]["responses"], 200 | 201 | 202>,
  operations[Name]["responses"]
>;

type JsonOf<Status, Responses> = Status extends keyof Responses
  ? Responses[Status] extends { content: { "application/json": infer Body } }
    ? Body
    : never
  : never;

/** The query of an operation. */
export type Query<Name extends keyof operations> = NonNullable<
  operations[Name]["parameters"]["query"]
>;

/** The body that an operation takes. */
export type Body<Name extends keyof operations> =
  NonNullable<operations[Name]["requestBody"]> extends {
    content: { "application/json": infer Json };
  }
    ? Json
    : never;

/** What openapi-fetch resolves to. */
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Opens the control API of a server. Nothing is sent yet. */
export function openApi(options: ClientOptions): Api {
  const headers = new Headers(options.headers);
  const token = options.token ?? readSetting("HOOKLINE_TOKEN");
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  return createFetchClient<paths>({
    baseUrl: options.baseUrl ?? readSetting("HOOKLINE_URL") ?? URL_DEFAULT,
    headers,
    fetch: retryingFetch(options.retry ?? {}),
  });
}

/**
 * What a request was answered with. Rejects with a `HooklineError` unless it was a success.
 *
 * `Data` is the caller's word for it, an `Answer<…>`: openapi-fetch's type takes tuples apart.
 */
export async function unwrap<Data>(request: Promise<Outcome>): Promise<Data> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.ok) return data as Data;
  throw refusal(response, error);
}

/** No answer came, or none that could be read. */
export function unreachable(cause: unknown): HooklineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `no usable answer from the Hookline server: ${reason}`;
  return new HooklineError(message, { status: 0, code: "unreachable", cause });
}

/** The server refused; `problem` is the body of its answer, which may be anything. */
function refusal(response: Response, problem: unknown): HooklineError {
  const { status, headers } = response;
  const { code, detail, title, requestId } = (
    typeof problem === "object" && problem !== null ? problem : {}
  ) as Partial<Record<string, unknown>>;
  return new HooklineError(String(detail ?? title ?? `the server answered ${status}`), {
    status,
    code: typeof code === "string" ? code : `http_${status}`,
    requestId: typeof requestId === "string" ? requestId : headers.get("x-request-id"),
  });
}

/** Whether the server has refused for one of these reasons. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof HooklineError && codes.includes(error.code);
}
