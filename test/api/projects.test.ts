import { beforeAll, describe, expect, test } from "bun:test";
import type { RunId, ScheduleId } from "../../src/core/ids.ts";
import { openapiDocument } from "../../src/server/openapi.ts";
import { HttpApp, READ_TOKEN, type TestAnswer, type TestRequest } from "../support/http-app.ts";
import { ALPHA_RUN, ALPHA_START, CANARY, STARTS, TRIALS } from "./project-trials.ts";

/**
 * Whether a token of one project learns of another one. The test walks through the OpenAPI document
 * and tries every operation, so that a route that forgets to ask fails here:
 *
 * - An operation with a parameter that names something is tried with what the other project has,
 *   and with what nobody has: the answers must be the same.
 * - One without may reach others by its body: `TRIALS` says how. What it answers must hold nothing
 *   of the other project, and it must change nothing there.
 * - One that is not for projects' tokens must refuse them.
 */

const MISSING_RUN = "nobodys-run";

/**
 * What project alpha has for each parameter of a path, and what nobody has. A new parameter belongs
 * here, with something of that kind made in `world`.
 */
type Names = Record<string, { readonly alphas: string; readonly nobodys: string }>;

interface World {
  readonly http: HttpApp;
  /** A full token of project "beta". */
  readonly beta: string;
  readonly names: Names;
}

async function world(): Promise<World> {
  const http = new HttpApp();
  const { json: token } = await http.request("/v1/tokens", {
    method: "POST",
    body: { name: "beta", access: "full", project: "beta" },
  });
  const started = await http.request(`/v1/runs/${ALPHA_RUN}`, { method: "PUT", body: ALPHA_START });
  expect(started.status).toBe(201);
  await http.putSchedule(ALPHA_RUN, { ...ALPHA_START, everyMs: 60_000 });
  const made = await http.register(ALPHA_RUN as RunId, [
    { op: "create_hook", step: `${CANARY}#1` },
    { op: "complete_step", step: `${CANARY}#2`, result: JSON.stringify(CANARY) },
    { op: "wait_for_event", step: `${CANARY}#3`, eventId: `${CANARY}-event`, timeoutMs: 60_000 },
  ]);
  const { hookId, url } = made.json.steps[0].entry;
  const hookPath = url.slice(url.indexOf("/hooks/"));
  await http.request(hookPath, { method: "POST", body: CANARY, token: null });
  const stored = (await http.storage.listHookCalls(hookId, 0, 1)).length;
  expect(stored).toBe(1);
  const names: Names = {
    runId: { alphas: ALPHA_RUN, nobodys: MISSING_RUN },
    hookId: { alphas: hookId, nobodys: "hook_nobody" },
    callId: { alphas: `${hookId}.0`, nobodys: "hook_nobody.0" },
    step: { alphas: `${CANARY}#1`, nobodys: "nobody#1" },
    eventId: { alphas: `${CANARY}-event`, nobodys: "nobodys-event" },
    tokenId: { alphas: token.tokenId, nobodys: "token_nobody" },
    key: { alphas: "alphas-key", nobodys: "nobody-key" },
    scheduleId: { alphas: ALPHA_RUN, nobodys: "nobodys-schedule" },
  };
  return { http, beta: token.token, names };
}

interface Operation {
  readonly security: readonly Record<string, unknown>[];
  readonly "x-token-scope"?: string;
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Record<string, { readonly schema: Schema }>;
  };
  readonly responses: Record<string, { readonly content: Record<string, unknown> }>;
}

interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
}

interface Tried {
  /** As in `TRIALS`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

let document: {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
};

let operations: readonly Tried[] = [];

beforeAll(async () => {
  document = (await openapiDocument()) as typeof document;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.security.some((one) => "token" in one))
      .map(([name, operation]) => {
        const method = name.toUpperCase();
        return { key: `${method} ${path}`, method, path, operation };
      }),
  );
});

/** The bodies to try: those of `TRIALS`, or the example of the document, or none. */
function bodiesOf({ key, operation }: Tried): readonly unknown[] {
  const trials = TRIALS[key];
  if (trials !== undefined) return trials;
  const schema = operation.requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return [undefined];
  const named = document.components.schemas[schema.$ref?.split("/").at(-1) ?? ""] ?? schema;
  const [example] = named.examples ?? [];
  if (operation.requestBody?.required === true) expect(example, `example of ${key}`).toBeDefined();
  return [example];
}

/** The path with its parameters filled in. */
function fill(path: string, names: Names, whose: "alphas" | "nobodys"): string {
  return path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const name = names[parameter]?.[whose];
    expect(name, `the parameter ${parameter} of ${path} must be in "names"`).toBeDefined();
    return name ?? "";
  });
}

async function ask(world: World, tried: Tried, request: TestRequest & { path: string }) {
  const { path, ...rest } = request;
  const isStream = JSON.stringify(tried.operation.responses).includes("text/event-stream");
  if (isStream) return await askStream(world, path, rest.token ?? "");
  const answer = await world.http.request(path, { method: tried.method, ...rest });
  return comparable(answer);
}

/** What a stream sends at once; it goes on for ever, so its start is all there is to see. */
async function askStream({ http }: World, path: string, token: string) {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request(`http://localhost:80${path}`, { headers, signal: abort.signal });
  const response = await http.app.handle(request);
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("event-stream")) return normal(response.status, await response.text());
  const reader = response.body?.getReader();
  let text = "";
  for (let open = true; open; ) {
    const read = reader?.read() ?? Promise.resolve({ done: true, value: undefined });
    const chunk = await Promise.race([read, Bun.sleep(100).then(() => null)]);
    open = chunk !== null && !chunk.done;
    text += chunk?.value === undefined ? "" : new TextDecoder().decode(chunk.value);
  }
  abort.abort();
  await reader?.cancel().catch(() => {});
  return normal(response.status, text);
}

const comparable = ({ status, text }: TestAnswer) => normal(status, text);

/** Without what differs between any two answers. */
function normal(status: number, text: string) {
  return { status, text: text.replace(/req_test_\w+/g, "req") };
}

/** Everything that is stored of alpha's run and schedule. */
async function alphaOf({ http }: World): Promise<string> {
  const run = await http.storage.getRun(ALPHA_RUN as RunId);
  const journal = await http.storage.loadJournal(ALPHA_RUN as RunId, 0, 100);
  const schedule = await http.storage.schedules.getSchedule(ALPHA_RUN as string as ScheduleId);
  const key = await http.storage.flowKeys.loadKey({ project: "alpha", key: "alphas-key" });
  return JSON.stringify([run, schedule, key, journal.map(({ type, data }) => [type, data])]);
}

describe("a token of another project", () => {
  test("sees and changes nothing, by whatever operation", async () => {
    const forProjects = operations.filter(
      ({ operation }) => operation["x-token-scope"] === "project",
    );

    for (const tried of forProjects) {
      const isNamed = tried.path.includes("{");
      const isWrite = tried.method !== "GET" && !isNamed;
      if (isWrite) expect(TRIALS, "say how it could reach other projects").toContainKey(tried.key);
      for (const body of bodiesOf(tried)) {
        const here = await world();
        const before = await alphaOf(here);
        const token = here.beta;
        const rest = body === undefined ? { token } : { token, body };

        const alphas = await ask(here, tried, {
          path: fill(tried.path, here.names, "alphas"),
          ...rest,
        });

        expect(await alphaOf(here), tried.key).toBe(before);
        expect(alphas.text, tried.key).not.toContain(CANARY);
        expect(alphas.text, tried.key).not.toContain(here.names.hookId?.alphas ?? "");
        expect([422, 500], `${tried.key} must get a valid request`).not.toContain(alphas.status);
        if (!isNamed || STARTS.has(tried.key)) continue;
        const nobodys = await ask(here, tried, {
          path: fill(tried.path, here.names, "nobodys"),
          ...rest,
        });
        expect(alphas, tried.key).toEqual(nobodys);
        expect(here.http.internalErrors).toEqual([]);
      }
    }

    expect(forProjects.length).toBeGreaterThanOrEqual(12);
  });

  test("is refused by what is for the whole server", async () => {
    const others = operations.filter(({ operation }) => operation["x-token-scope"] !== "project");
    const here = await world();

    for (const tried of others) {
      for (const body of bodiesOf(tried)) {
        const path = fill(tried.path, here.names, "alphas");
        const rest = body === undefined ? {} : { body };

        const answer = await here.http.request(path, {
          method: tried.method,
          token: here.beta,
          ...rest,
        });

        expect([answer.status, answer.json?.code], tried.key).toEqual([403, "forbidden"]);
      }
    }

    expect(others.length).toBeGreaterThanOrEqual(5);
  });

  test("gets an answer about its own things where it gets none about others'", async () => {
    const { http, beta, names } = await world();
    const { json: own } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "alpha", access: "read", project: "alpha" },
    });

    for (const tried of operations.filter(
      ({ path, method }) => path.includes("{") && method === "GET",
    )) {
      if (tried.operation["x-token-scope"] !== "project") continue;
      const path = fill(tried.path, names, "alphas");
      const seen = await ask({ http, beta, names }, tried, { path, token: own.token });

      // Alpha's run has not failed, which is an answer about it too.
      const isOther = tried.path === "/v1/dead-letters/{runId}";
      expect(seen.status, tried.key).toBe(isOther ? 409 : 200);
    }
  });
});

describe("runs of a project", () => {
  const start = (http: HttpApp, token: string, body: unknown) =>
    http.request("/v1/runs", { method: "POST", token, body });

  test("are started by its token without saying so", async () => {
    const { http, beta } = await world();

    const { json } = await start(http, beta, { url: "https://beta.test/w" });

    expect(await http.storage.getRun(json.runId)).toMatchObject({ project: "beta" });
    const list = await http.request("/v1/runs", { token: beta });
    expect(list.json.runs).toMatchObject([{ runId: json.runId }]);
    const all = await http.request("/v1/runs");
    expect(all.json.runs).toHaveLength(2);
  });

  test("are not started by the token of another one", async () => {
    const { http, beta } = await world();
    const body = { url: "https://beta.test/w", project: "alpha" };

    const answer = await start(http, beta, body);

    expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
    expect((await start(http, beta, { ...body, project: "beta" })).status).toBe(201);
  });

  test("are those of the default project when a token of all starts them", async () => {
    const { http } = await world();

    const { json } = await start(http, "", { url: "https://beta.test/w" });
    const { json: own } = await http.request("/v1/runs", {
      method: "POST",
      body: { url: "https://beta.test/w" },
    });

    expect(json.code).toBe("unauthorized");
    expect(await http.storage.getRun(own.runId)).toMatchObject({ project: "default" });
  });

  test.each([
    ["the same content", { ...ALPHA_START, project: undefined }],
    ["other content", { url: "https://beta.test/w" }],
  ])(
    "a run's id that another project has taken is refused without details: %s",
    async (_, body) => {
      const here = await world();
      const before = await alphaOf(here);
      const { http, beta: token } = here;

      const put = await http.request(`/v1/runs/${ALPHA_RUN}`, { method: "PUT", token, body });
      const post = await start(http, token, { ...body, runId: ALPHA_RUN });

      for (const answer of [put, post]) {
        expect([answer.status, answer.json.code]).toEqual([409, "idempotency_mismatch"]);
        expect(answer.text).not.toMatch(/alpha|createdAt/);
      }
      expect(await alphaOf(here)).toBe(before);
    },
  );

  test("cursors of one project's list are of no use in another's", async () => {
    const { http, beta } = await world();
    await http.request("/v1/runs/z", { method: "PUT", body: { ...ALPHA_START, labels: [] } });
    const { json } = await http.request("/v1/runs?limit=1");

    const page = await http.request(`/v1/runs?cursor=${json.cursor}`, { token: beta });

    expect(page.json).toEqual({ runs: [], cursor: null });
  });
});

describe("a read-only token", () => {
  test("writes nothing, by whatever operation, of all projects or of one", async () => {
    const { http, names } = await world();
    const { json: own } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "alpha", access: "read", project: "alpha" },
    });
    const writes = operations.filter(({ method }) => method !== "GET");

    for (const tried of writes) {
      for (const token of [READ_TOKEN, own.token]) {
        const commits = http.storage.commits;
        const path = fill(tried.path, names, "alphas");
        const [body] = bodiesOf(tried);
        const rest = body === undefined ? {} : { body };

        const answer = await http.request(path, { method: tried.method, token, ...rest });

        expect([answer.status, answer.json?.code], tried.key).toEqual([403, "forbidden"]);
        expect(http.storage.commits).toBe(commits);
      }
    }

    expect(writes.length).toBeGreaterThanOrEqual(6);
  });
});

describe("tokens themselves", () => {
  test("are in no answer, valid or not, whatever is asked", async () => {
    const { http, names } = await world();
    const { json: gone } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "gone", access: "full" },
    });
    await http.request(`/v1/tokens/${gone.tokenId}`, { method: "DELETE" });

    for (const tried of operations) {
      const path = fill(tried.path, names, "nobodys");
      const answer = await ask({ http, beta: "", names }, tried, { path, token: gone.token });

      expect(answer.status, tried.key).toBe(401);
      expect(answer.text, tried.key).not.toContain(gone.token);
    }
  });

  test("are in no example of the reference", () => {
    expect(JSON.stringify(document)).not.toMatch(/hlt_[\w-]{8,}|hlc_[\w-]{8,}|whsk_\w{8,}/);
    expect(document.components.schemas.CreatedToken?.examples ?? []).toEqual([]);
  });
});
