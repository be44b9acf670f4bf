import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId, StepId } from "../core/ids.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { visibleRun } from "./project-scope.ts";
import { RunIdText } from "./schemas.ts";

const ExpiredWait = Type.Object(
  { runId: RunIdText, step: Type.String({ description: "The step whose wait has ended." }) },
  { additionalProperties: false, $id: "ExpiredWait", examples: [EXAMPLES.expiredWait] },
);

/** `expireWait`: ends a wait before its time. */
export function waitRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.waits", normalize: false }).post(
    "/v1/runs/:runId/waits/:step/expire",
    async ({ params, request, set }) => {
      const run = await visibleRun(deps, principalOf(request), params.runId as RunId);
      if (run === null) return refuse(set, "run_not_found");
      const step = params.step as StepId;
      const jitter = deps.ids.jitter();
      const command = { type: "expire_wait", at: deps.clock.now(), jitter, step } as const;
      const outcome = await deps.engine.apply(run.runId, command);
      if (!outcome.ok) return refuse(set, outcome.code);
      return { runId: run.runId, step };
    },
    {
      params: Type.Object({
        runId: RunIdText,
        step: Type.String({
          minLength: 1,
          maxLength: 300,
          description: "The id of the step that waits, `<name>#<occurrence>`.",
        }),
      }),
      ...docs({
        operationId: "expireWait",
        tag: "Runs",
        summary: "End a wait now, as if its time had come",
        description:
          "A sleep is over, a wait for a webhook or an event times out, a pause before a retry " +
          "ends, and of a race the earliest sleep wins. For tests, and when nobody will call.",
        security: "token",
        scope: "project",
        ok: { 200: ExpiredWait },
        refusals: [
          ...ANY_WRITE,
          "invalid_id",
          "validation_failed",
          "run_not_found",
          "run_finished",
          "not_waiting",
        ],
      }),
    },
  );
}
