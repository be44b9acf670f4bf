import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import { isReplayable } from "../engine/dry-run.ts";
import { jsonParser } from "../http/json-body.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { visibleRun } from "./project-scope.ts";
import { RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

const CheckRunRequest = Type.Object(
  {
    url: Type.Optional(
      Type.String({
        description: "The endpoint to ask: a new deployment, say. Default: the run's own.",
      }),
    ),
  },
  { ...STRICT, $id: "CheckRunRequest", examples: [EXAMPLES.checkRun], "x-optional": true },
);

const CheckedRun = Type.Object(
  {
    status: Type.Union([
      Type.Literal("matches"),
      Type.Literal("differs"),
      Type.Literal("unreachable"),
    ]),
    next: Type.Optional(
      Type.Array(Type.String(), {
        description: "`matches`: the steps that the code would do now.",
      }),
    ),
    recorded: Type.Optional(Type.String({ description: "`differs`: the step of the journal." })),
    requested: Type.Optional(
      Type.String({ description: "`differs`: the step that the code asks for, or what it does." }),
    ),
    detail: Type.Optional(Type.String({ description: "For people: what differs, or went wrong." })),
  },
  { ...STRICT, $id: "CheckedRun", examples: [EXAMPLES.checkedRun] },
);

/** `checkRun`: a dry replay. */
export function checkRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.check", normalize: false }).post(
    "/v1/runs/:runId/check",
    async ({ params, body, request, set }) => {
      const run = await visibleRun(deps, principalOf(request), params.runId as RunId);
      if (run === null) return refuse(set, "run_not_found");
      if (!isOpen(run.state) || !isReplayable(run.state)) return refuse(set, "run_finished");
      const url = body?.url ?? run.url;
      const wrongUrl = deps.checkUrl(url);
      if (wrongUrl !== null) return refuse(set, wrongUrl, { field: "url" });
      const checked = await deps.checkReplay(run, url);
      if (checked === null) return refuse(set, "unavailable", { detail: TOO_MANY });
      return checked.status === "matches" ? { ...checked, next: [...checked.next] } : checked;
    },
    {
      parse: jsonParser(deps.controlBodyMax),
      params: Type.Object({ runId: RunIdText }),
      body: Type.Optional(CheckRunRequest),
      ...docs({
        operationId: "checkRun",
        tag: "Runs",
        summary: "Check whether an endpoint's code still matches a run",
        description:
          "A dry replay: the endpoint replays the run's journal, executes nothing and registers " +
          "nothing, and the run does not change. For running runs and dead letters; a dead " +
          "letter is replayed as if it were resumed.",
        security: "token",
        scope: "project",
        ok: { 200: CheckedRun },
        refusals: [
          ...ANY_WRITE,
          ...ANY_JSON,
          "invalid_id",
          "run_not_found",
          "run_finished",
          "url_not_allowed",
        ],
      }),
    },
  );
}

const TOO_MANY = "Too many checks are under way. Nothing was asked.";
