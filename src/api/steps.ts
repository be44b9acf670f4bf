import { Elysia } from "elysia";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import { type RegistrationDeps, registerSteps } from "./register-steps.ts";
import { RegisteredSteps, RegisterStepsRequest } from "./wire-schemas.ts";

/**
 * `registerSteps`: what endpoints write while they run. The busiest route of the control API: its
 * body is decoded by hand and its answer is not checked against the schema again.
 */
export function stepRoutes(deps: RegistrationDeps) {
  return new Elysia({ name: "api.steps", normalize: false }).post(
    "/v1/runs/:runId/steps",
    ({ request, params, set }) => registerSteps(deps, { request, runId: params.runId, set }),
    {
      parse: "none" as const,
      // No `response`: the answer is made here, and checking it would cost more than making it.
      detail: docs({
        operationId: "registerSteps",
        tag: "Steps",
        summary: "Register steps of a running invocation",
        description:
          "For endpoints, with the capability token of their invocation. All operations are " +
          "applied or none; repeating the request changes nothing and gives the same answer.",
        security: "capability",
        ok: { 200: RegisteredSteps },
        body: { type: "application/json", schema: RegisterStepsRequest, required: true },
        refusals: [
          ...ANY_WRITE,
          ...ANY_JSON,
          "run_not_found",
          "run_finished",
          "stale_invocation",
          "step_conflict",
          "hook_not_found",
          "url_not_allowed",
          "limit_exceeded",
        ],
      }).detail,
    },
  );
}
