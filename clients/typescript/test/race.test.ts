import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createWorkflow, type RaceBranches, serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer, utf8 } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

const tomorrow = new Date(Date.now() + 86_400_000);

const child = createWorkflow(async (context: WorkflowContext<number>) => [context.requestPayload]);

const race = async (context: WorkflowContext) => {
  const webhook = await context.createWebhook("hook");
  const winner = await context.race("first", {
    paid: { webhook },
    off: { event: "order-1" },
    late: { sleep: "1h" },
    never: { sleepUntil: tomorrow },
    sub: { invoke: { workflow: child, url: "https://x.test/c", body: 7 } },
  });
  switch (winner.key) {
    case "paid":
      return `paid ${await winner.value.request.text()}`;
    case "off":
      return winner.value.eventData;
    case "sub":
      return winner.value.body.map((element) => element + 1);
    case "late":
    case "never":
      return winner.value ?? winner.key;
  }
};

describe("race", () => {
  test("leaves the decision to the server", async () => {
    const answer = await invoke((context) =>
      context.race("first", {
        off: { event: "order-1" },
        late: { sleep: "1h" },
        never: { sleepUntil: tomorrow },
        sub: { invoke: { workflow: child, url: "https://x.test/c", body: 7 } },
      }),
    );

    expect(answer).toMatchObject({ status: "suspended" });
    expect(server.batches).toEqual([
      [
        {
          op: "race",
          step: "first#1",
          branches: [
            { key: "off", on: "event", eventId: "order-1" },
            { key: "late", on: "sleep", durationMs: 3_600_000 },
            { key: "never", on: "sleep", until: tomorrow.getTime() },
            { key: "sub", on: "child", url: "https://x.test/c", input: "7" },
          ],
        },
      ],
    ]);
  });

  const request = {
    method: "POST",
    url: "http://h.test/hooks/t",
    headers: [],
    body: Buffer.from(utf8("3 €")).toString("base64"),
  };
  const ended = { childRunId: "run_2", status: "succeeded", output: "[7]" } as const;

  test.each([
    [{ key: "paid", on: "hook", request }, "paid 3 €"],
    [{ key: "off", on: "event", data: '{"a":1}' }, { a: 1 }],
    [{ key: "late", on: "sleep" }, "late"],
    [{ key: "sub", on: "child", ...ended }, [8]],
  ] as const)("tells who won and what it got: %p", async (won, output) => {
    await invoke(race);
    server.close("first#1", { type: "race_won", ...won });

    expect(JSON.parse(String((await invoke(race)).output))).toEqual(output);
  });

  test.each<[string, RaceBranches]>([
    ["without branches", {}],
    ["with a webhook that was not awaited", { a: { webhook: Promise.resolve() as never } }],
    ["with an empty event id", { a: { event: "" } }],
    ["with a bad pause", { a: { sleep: -1 } }],
    ["with a child that cannot be found", { a: { invoke: { workflow: child } } }],
    ["with an unknown kind of branch", { a: { run: () => 1 } as never }],
  ])("%s fails at once", async (_what, branches) => {
    const answer = await invoke((context) => context.race("first", branches));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(server.batches).toEqual([]);
  });
});

test("the input of a child in a race is what its workflow takes", () => {
  const check = async (context: WorkflowContext) => {
    const url = "https://x.test/";
    const { value } = await context.race("r", { a: { invoke: { workflow: child, url, body: 1 } } });
    value.body satisfies number[];
    // @ts-expect-error: the workflow takes a number.
    await context.race("r", { a: { invoke: { workflow: child, url, body: "1" } } });
  };

  expect(check).toBeFunction();
});
