import { fieldOfPointer } from "./field-path.ts";
import { BodyRefused } from "./json-body.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "./problem.ts";

/** What the error handler needs to know. */
export interface ErrorAnswers {
  /** The code of an expected failure (storage is full, say), or null for a surprise. */
  readonly codeOf: (error: unknown) => ProblemCode | null;
  /** The methods that a path has; empty when there is no such path. */
  readonly methodsOf: (path: string) => readonly string[];
  /** Told of every surprise. The caller gets nothing but the request id. */
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/** What Elysia gives to its error hook, as far as we read it. */
interface ErrorContext {
  readonly code: unknown;
  readonly error: unknown;
  readonly path: string;
  readonly set: AnswerHeaders;
}

/**
 * Makes Elysia's error hook: every error becomes a problem, and none shows what was sent.
 *
 * Elysia's own answers echo the rejected value, or the message of whatever was thrown.
 */
export function answerErrors(options: ErrorAnswers): (context: ErrorContext) => Response {
  return ({ code, error, path, set }) => {
    if (code === "NOT_FOUND") return answerUnrouted(set, options.methodsOf(path));
    if (code === "VALIDATION" && isRequestFault(error)) return answerInvalid(set, error);
    if (code === "PARSE") {
      const cause = error instanceof Error ? error.cause : null;
      return refuse(set, cause instanceof BodyRefused ? cause.code : "invalid_body");
    }
    const expected = options.codeOf(error);
    if (expected !== null) return refuse(set, expected);
    options.onInternalError(error, String(set.headers["x-request-id"] ?? ""));
    return refuse(set, "internal");
  };
}

function answerUnrouted(set: AnswerHeaders, methods: readonly string[]): Response {
  if (methods.length === 0) return refuse(set, "not_found");
  return refuse(set, "method_not_allowed", { headers: { allow: methods.join(", ") } });
}

/** The parts of Elysia's ValidationError that name the fault without the value. */
interface RequestFault {
  readonly type: "body" | "query" | "params" | "headers";
  readonly valueError?: {
    readonly path: string;
    readonly schema: Readonly<Record<string, unknown>>;
  };
}

/** False for an answer of ours that does not match its schema: a bug, not the caller's fault. */
function isRequestFault(error: unknown): error is RequestFault {
  const type = (error as { type?: unknown }).type;
  return type === "body" || type === "query" || type === "params" || type === "headers";
}

/** A schema may name a code of its own for what it refuses: see `api/schemas.ts`. */
function answerInvalid(set: AnswerHeaders, { type, valueError }: RequestFault): Response {
  const code = (valueError?.schema["x-code"] as ProblemCode | undefined) ?? "validation_failed";
  const field = fieldOfPointer(valueError?.path ?? "");
  const place = field === undefined ? "" : `, at ${field}`;
  const fault = `The ${PLACES[type]} does not match its schema${place}.`;
  const detail = code === "validation_failed" ? fault : undefined;
  return refuse(set, code, { field, detail });
}

const PLACES = { body: "body", query: "query", params: "path", headers: "header" } as const;
