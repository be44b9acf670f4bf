import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import { isReplayable, type ReplayCheck } from "../engine/dry-run.ts";
import { jsonParser } from "../http/json-body.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { visibleRun } from "./project-scope.ts";
import { type Redactor, redactorOf } from "./redaction.ts";
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
      if (run.redact !== null && originOf(url) !== originOf(run.url)) {
        return refuse(set, "url_not_allowed", { field: "url", detail: NOT_ITS_OWN });
      }
      const checked = await deps.checkReplay(run, url);
      if (checked === null) return refuse(set, "unavailable", { detail: TOO_MANY });
      return shown(checked, redactorOf(run.redact));
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
          "letter is replayed as if it were resumed. A run with `redact` is checked at its own " +
          "origin only, and shows of what the endpoint says no more than names of steps.",
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

/** What an endpoint says goes through the redactor, but for what looks like the name of a step. */
function shown(checked: ReplayCheck, redactor: Redactor): typeof CheckedRun.static {
  const text = (said: string) => (isStepId(said) ? said : redactor.text(said));
  switch (checked.status) {
    case "matches":
      return { ...checked, next: checked.next.map(text) };
    case "differs": {
      const { status, detail } = checked;
      const [recorded, requested] = [text(checked.recorded), text(checked.requested)];
      return { status, recorded, requested, detail: redactor.text(detail) };
    }
    default:
      return { ...checked, detail: redactor.text(checked.detail) };
  }
}

/** What code does in place of a step is said in words; of an error, with its message. */
function isStepId(said: string): boolean {
  return /^.{1,256}#[1-9][0-9]*$/s.test(said) && !said.startsWith("an error: ");
}

/** The URL has been checked. */
function originOf(url: string): string {
  return new URL(url).origin;
}

const NOT_ITS_OWN =
  "The run was started with redact: its journal is shown to the server of its own URL only.";

const TOO_MANY = "Too many checks are under way. Nothing was asked.";
