import { type Static, Type } from "@sinclair/typebox";
import type { RefusalCode } from "../core/run/outcome.ts";

/** One kind of refusal: its HTTP status and what a person should read. */
interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Sent as `Retry-After`: the caller should come back, after about so many seconds. */
  readonly retryAfterS?: number;
}

/**
 * The one place where a refusal becomes an HTTP status. A code is never renamed, and has the same
 * status wherever it is answered. Each has a page in `docs/errors/`.
 */
export const PROBLEMS = {
  run_not_found: row(404, "Run not found", "No run has this id."),
  run_finished: row(409, "Run finished", "The run has already finished."),
  idempotency_mismatch: row(
    409,
    "Idempotency mismatch",
    "A run with this id was started before with different content.",
  ),
  stale_invocation: row(
    409,
    "Stale invocation",
    "Another invocation of this run has taken over. Stop this one.",
  ),
  step_conflict: row(
    409,
    "Step conflict",
    "The step is already recorded with other content or as another kind of step.",
  ),
  hook_not_found: row(404, "Hook not found", "There is no such hook."),
  not_a_dead_letter: row(
    409,
    "Not a dead letter",
    "The run has not failed, or is no longer among the dead letters.",
  ),
  not_waiting: row(409, "Not waiting", "The step is not waiting for a time to come."),
  hook_closed: row(410, "Hook closed", "The run that made this hook has ended."),
  inbox_full: {
    ...row(429, "Inbox full", "As many unread calls or events are kept as may be."),
    retryAfterS: 5,
  },
  limit_exceeded: row(422, "Limit exceeded", "The run would exceed one of its limits."),
  call_not_found: row(404, "Call not found", "There is no such hook call."),
  too_many_streams: {
    ...row(429, "Too many streams", "As many live streams are open as this server allows."),
    retryAfterS: 5,
  },
  schedule_not_found: row(404, "Schedule not found", "There is no schedule with this id."),
  schedule_exists: row(
    409,
    "Schedule exists",
    "There is another schedule with this id. PUT replaces one of your project.",
  ),
  invalid_cron: row(
    422,
    "Invalid cron expression",
    "This is no cron expression of 5 or 6 fields, or it never fires.",
  ),
  invalid_time_zone: row(
    422,
    "Invalid time zone",
    "Use a name of the IANA time zone database, such as Europe/Berlin.",
  ),
  flow_key_not_found: row(
    404,
    "Flow-control key not found",
    "Nothing has used this flow-control key.",
  ),
  token_not_found: row(404, "Token not found", "There is no token with this id."),

  unauthorized: row(401, "Unauthorized", "A valid bearer token is needed."),
  forbidden: row(403, "Forbidden", "This token may not do this."),
  host_not_allowed: row(421, "Host not allowed", "This server does not answer for this host."),
  origin_not_allowed: row(403, "Origin not allowed", "Requests from this origin are refused."),

  not_found: row(404, "Not found", "There is nothing at this path."),
  method_not_allowed: row(405, "Method not allowed", "This path has other methods, see Allow."),
  upgrade_not_supported: row(400, "Upgrade not supported", "This path speaks plain HTTP only."),

  invalid_host: row(400, "Invalid Host", "The request needs exactly one well-formed Host header."),
  invalid_body: row(400, "Invalid body", "The request body could not be read to its end."),
  invalid_json: row(
    400,
    "Invalid JSON",
    "The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, " +
      "and no number beyond the range of a double.",
  ),
  invalid_cursor: row(400, "Invalid cursor", "Use a cursor exactly as this server returned it."),
  payload_too_large: row(413, "Payload too large", "The request body is over the limit."),
  unsupported_media_type: row(
    415,
    "Unsupported media type",
    "Send application/json in UTF-8, without a content encoding.",
  ),
  headers_too_large: row(431, "Headers too large", "The request has too many headers."),

  validation_failed: row(422, "Validation failed", "The request does not match its schema."),
  invalid_id: row(
    422,
    "Invalid id",
    "Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..",
  ),
  url_not_allowed: row(422, "URL not allowed", "The server may not send requests to this URL."),
  invalid_header: row(
    422,
    "Invalid header",
    "A header has a name or a value that cannot be sent, or a name that is reserved.",
  ),

  storage_full: {
    ...row(507, "Storage full", "There is no space left. Nothing was stored."),
    retryAfterS: 30,
  },
  unavailable: {
    ...row(503, "Unavailable", "The server cannot do this now. Nothing was stored."),
    retryAfterS: 1,
  },
  internal: row(500, "Internal error", "Something unexpected happened. The request id finds it."),
} as const satisfies Record<RefusalCode, ProblemKind> & Record<string, ProblemKind>;

/** Every `code` a problem can carry. */
export type ProblemCode = keyof typeof PROBLEMS;

/** All codes, in the order of the table. */
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** The body of every error answer: RFC 9457 with a stable `code`. It never echoes the request. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "A page about this kind of problem: `/errors/<code>`." }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Union(
      PROBLEM_CODES.map((code) => Type.Literal(code)),
      { description: "Stable: a code is never renamed." },
    ),
    detail: Type.String(),
    field: Type.Optional(
      Type.String({ description: "Which part of the request, e.g. `/retries` in the body." }),
    ),
    requestId: Type.String({ description: "Also in the `x-request-id` header." }),
  },
  { $id: "Problem", additionalProperties: false },
);
export type Problem = Static<typeof Problem>;

/** What a refusal may add to its row of the table. */
export interface RefusalOptions {
  readonly field?: string | undefined;
  /** Replaces the row's `detail`. Must not contain anything from the request. */
  readonly detail?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The part of Elysia's `set` that refusals need: the headers every answer gets. */
export interface AnswerHeaders {
  readonly headers: Record<string, unknown>;
}

/** The answer for `code`. Elysia adds the headers of `set`, among them the request id. */
export function refuse(
  set: AnswerHeaders,
  code: ProblemCode,
  options: RefusalOptions = {},
): Response {
  const kind: ProblemKind = PROBLEMS[code];
  const body: Problem = {
    type: `/errors/${code}`,
    title: kind.title,
    status: kind.status,
    code,
    detail: options.detail ?? kind.detail,
    ...(options.field === undefined ? {} : { field: options.field }),
    requestId: String(set.headers["x-request-id"] ?? ""),
  };
  const headers: Record<string, string> = {
    ...options.headers,
    "content-type": "application/problem+json",
  };
  if (kind.retryAfterS !== undefined) headers["retry-after"] = String(kind.retryAfterS);
  return new Response(JSON.stringify(body), { status: kind.status, headers });
}

function row(status: number, title: string, detail: string): ProblemKind {
  return { status, title, detail };
}
