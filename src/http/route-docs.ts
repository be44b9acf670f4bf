import type { TSchema, TUnsafe } from "@sinclair/typebox";
import type { DocumentDecoration } from "elysia";
import { principalOf } from "./principal.ts";
import { type AnswerHeaders, PROBLEMS, Problem, type ProblemCode, refuse } from "./problem.ts";

/** Refusals that any route of the control API can answer. */
export const ANY_CONTROL = [
  "unauthorized",
  "forbidden",
  "invalid_host",
  "host_not_allowed",
  "unavailable",
  "internal",
] as const satisfies readonly ProblemCode[];

/** Refusals of control routes that change something. */
export const ANY_WRITE = [
  ...ANY_CONTROL,
  "origin_not_allowed",
  "storage_full",
] as const satisfies readonly ProblemCode[];

/** Refusals of routes that read a JSON body. */
export const ANY_JSON = [
  "invalid_body",
  "invalid_json",
  "payload_too_large",
  "unsupported_media_type",
  "validation_failed",
] as const satisfies readonly ProblemCode[];

/** Sections of the reference. */
export type Tag =
  | "Runs"
  | "Steps"
  | "Hooks"
  | "Ingress"
  | "Events"
  | "Dead letters"
  | "Schedules"
  | "Flow control"
  | "Live"
  | "Keys"
  | "Health";

/**
 * Lets handlers return what `refuse` made, in Elysia's types: a response is not checked against a
 * schema, so at run time there is nothing of this. (An interface would lack the index signature.)
 */
type Refusals = { 400: TUnsafe<Response> };

/** What the reference says of one route. */
export interface RouteDocs<Ok extends Readonly<Record<number, TSchema>>> {
  readonly operationId: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** `token`: an operator's; `capability`: an invocation's; `open`: none. */
  readonly security: "token" | "capability" | "open";
  /**
   * Which operator's tokens may use it, beside the rule that a read-only token sends no writes.
   *
   * - `project`: also tokens of one project. The route must show and change nothing of others:
   *   `api/project-scope.ts` has what it needs for that.
   * - `server`, the default: tokens of all projects.
   * - `admin`: full tokens of all projects.
   * - `own`: the route decides by itself.
   */
  readonly scope?: "project" | "server" | "admin" | "own";
  /** Schema of each answer that is not a refusal. */
  readonly ok: Ok;
  /** Media type of those answers. */
  readonly okType?: string;
  readonly refusals: readonly ProblemCode[];
  /** For routes that read their body themselves. */
  readonly body?: { readonly type: string; readonly schema: TSchema; readonly required: boolean };
}

/**
 * Makes the parts of an Elysia route that document it: `response` checks what the handler returns,
 * `detail` is the OpenAPI operation.
 *
 * Refusals are in `detail` only: they come from `refuse`, as finished responses. The answers are
 * written out in full because the plugin's own are wrong in several ways (`server/openapi.ts`).
 */
export function docs<const Ok extends Readonly<Record<number, TSchema>>>(route: RouteDocs<Ok>) {
  const responses: Record<string, unknown> = {};
  for (const [status, schema] of Object.entries(route.ok)) {
    responses[status] = {
      description: schema.description ?? route.summary,
      content: { [route.okType ?? "application/json"]: { schema } },
    };
  }
  for (const [status, codes] of byStatus(route.refusals)) {
    responses[status] = {
      description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].detail}`).join("\n\n"),
      content: { "application/problem+json": { schema: Problem } },
    };
  }
  const detail: Record<string, unknown> = {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    security: route.security === "open" ? [] : [{ [route.security]: [] }],
    responses,
  };
  if (route.description !== undefined) detail.description = route.description;
  const scope = route.scope ?? "server";
  if (route.security === "token") detail["x-token-scope"] = scope;
  if (route.body !== undefined) {
    const { type, schema, required } = route.body;
    detail.requestBody = { required, content: { [type]: { schema } } };
  }
  return {
    response: route.ok as Ok & Refusals,
    detail: detail as DocumentDecoration,
    beforeHandle: route.security === "token" ? scopeChecks(scope) : [],
  };
}

/** What an Elysia hook gets, as far as the checks read it. */
interface Asked {
  readonly request: Request;
  readonly set: AnswerHeaders;
}

function scopeChecks(scope: NonNullable<RouteDocs<never>["scope"]>) {
  if (scope === "project" || scope === "own") return [];
  return [
    ({ request, set }: Asked): Response | undefined => {
      const { access, project } = principalOf(request);
      if (project !== null) return refuse(set, "forbidden", { detail: NEEDS_ALL_PROJECTS });
      if (scope === "server" || access === "full") return undefined;
      return refuse(set, "forbidden", { detail: NEEDS_ADMIN });
    },
  ];
}

const NEEDS_ALL_PROJECTS = "This needs a token of all projects.";
const NEEDS_ADMIN = "This needs a full token of all projects.";

function byStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}
