import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import type { EntryType, JournalEntry } from "../core/run/journal.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { isShown, jsonOf } from "./json-text.ts";
import { visibleRun } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import { type Redactor, redactBody, redactorOf } from "./redaction.ts";
import { AnyJson, RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Entries in one page. */
const PAGE_DEFAULT = 100;

const JournalQuery = Type.Object(
  {
    from: queryInteger({
      description: "The first `seq` wanted.",
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    }),
    limit: queryInteger({
      description: "How many entries.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
  },
  STRICT,
);

/** The entries whose body is JSON text; of all others it is bytes. */
const JSON_BODIES: ReadonlySet<EntryType> = new Set([
  ...(["run_started", "step_completed", "run_succeeded", "child_completed", "race_won"] as const),
  ...(["event_received", "event_kept", "event_notified", "failure_handled"] as const),
]);

const EntryView = Type.Object(
  {
    seq: Type.Integer(),
    at: Type.Integer({ description: "Epoch ms." }),
    type: Type.String({ examples: ["step_completed"] }),
    step: Type.Union([Type.String(), Type.Null()]),
    data: Type.Record(Type.String(), Type.Unknown(), {
      description: "What this type of entry carries.",
    }),
    body: Type.Union(
      [
        Type.Object(
          {
            size: Type.Integer({ description: "Bytes." }),
            json: Type.Optional(AnyJson("If it is JSON, and not large.")),
            base64: Type.Optional(Type.String({ description: "If it is bytes, and not many." })),
            redacted: Type.Optional(
              Type.String({ description: "`REDACTED:<sha256>`, if the run hides its payloads." }),
            ),
          },
          STRICT,
        ),
        Type.Null(),
      ],
      { description: "The payload, if it has one." },
    ),
  },
  { ...STRICT, $id: "EntryView", description: "One entry of a run's journal." },
);
type EntryView = typeof EntryView.static;

const JournalPage = Type.Object(
  {
    entries: Type.Array(EntryView),
    next: Type.Union([Type.Integer(), Type.Null()], { description: "`from` of the next page." }),
  },
  { ...STRICT, $id: "JournalPage" },
);

/** `getJournal`: the timeline of a run. */
export function journalRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.journal", normalize: false }).get(
    "/v1/runs/:runId/journal",
    async ({ params, query, request, set }) => {
      const runId = params.runId as RunId;
      const run = await visibleRun(deps, principalOf(request), runId);
      if (run === null) return refuse(set, "run_not_found");
      const redactor = redactorOf(run.redact);
      const from = integerOf(query.from, 0);
      const entries = await storage.loadJournal(runId, from, integerOf(query.limit, PAGE_DEFAULT));
      const next = (entries.at(-1)?.seq ?? from) + 1;
      const views = entries.map((entry) => viewOf(entry, redactor));
      return { entries: views, next: next < run.state.journalLength ? next : null };
    },
    {
      params: Type.Object({ runId: RunIdText }),
      query: JournalQuery,
      ...docs({
        operationId: "getJournal",
        tag: "Runs",
        summary: "Read a run's journal, oldest entry first",
        security: "token",
        scope: "project",
        ok: { 200: JournalPage },
        refusals: [...ANY_CONTROL, "invalid_id", "validation_failed", "run_not_found"],
      }),
    },
  );
}

function viewOf({ seq, at, type, step, data, body }: JournalEntry, redactor: Redactor): EntryView {
  const shown = shownData(type, data, redactor);
  return { seq, at, type, step, data: shown, body: bodyOf(type, body, redactor) };
}

/**
 * What an entry carries, as it may be shown. A timeline is looked at over shoulders: the URL of a
 * hook is for those who ask for the hook.
 */
export function shownData(
  type: EntryType,
  data: JournalEntry["data"],
  redactor: Redactor,
): Record<string, unknown> {
  const shown = redactor.entryData(data);
  if (type !== "hook_created" || typeof shown.url !== "string") return shown;
  return { ...shown, url: shown.url.replace(/(\/hooks\/.{4}).*$/, "$1…") };
}

function bodyOf(type: EntryType, body: Uint8Array | null, redactor: Redactor): EntryView["body"] {
  if (body === null) return null;
  const size = body.length;
  if (redactor.hidesBodies) return { size, redacted: redactBody(body) };
  if (!isShown(body)) return { size };
  if (JSON_BODIES.has(type)) return { size, json: jsonOf(body) };
  return { size, base64: Buffer.from(body).toString("base64") };
}
