import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type PayloadSchema, type ServeOptions, serve } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.input = '{"order":7}';
});

afterEach(() => server[Symbol.asyncDispose]());

/** Invokes a workflow that returns its payload. */
async function invoke(options: ServeOptions) {
  const { handler } = serve((context) => context.requestPayload, options);
  return (await server.invoke(handler)).body;
}

const refusing = {
  "~standard": {
    validate: () => ({
      issues: [{ message: "must be a text", path: ["order", { key: 0 }] }, { message: "too long" }],
    }),
  },
} as const;

describe("a schema", () => {
  test.each<[string, PayloadSchema<unknown>]>([
    ["parse", { parse: (value) => ({ parsed: value }) }],
    ["Standard Schema", { "~standard": { validate: (value) => ({ value: { parsed: value } }) } }],
    [
      "asynchronous Standard Schema",
      { "~standard": { validate: async (value) => ({ value: { parsed: value } }) } },
    ],
  ])("with %s makes the payload", async (_what, schema) => {
    expect((await invoke({ schema })).output).toBe('{"parsed":{"order":7}}');
  });

  test("that refuses the payload fails the run at once, and says why", async () => {
    expect(await invoke({ schema: refusing })).toMatchObject({
      status: "failed",
      retryable: false,
      failure: {
        name: "WorkflowPayloadError",
        code: "invalid_payload",
        message: "invalid payload: order.0: must be a text; too long",
      },
    });
  });

  test("that throws fails the run at once", async () => {
    const parse = () => {
      throw new Error("order must be a text");
    };

    expect(await invoke({ schema: { parse } })).toMatchObject({
      status: "failed",
      retryable: false,
      failure: { message: "invalid payload: order must be a text" },
    });
  });

  test("that refuses the payload of a recorded run differs in a dry replay", async () => {
    await server.invoke(serve((context) => context.sleep("nap", 1)).handler);
    server.kind = "check";

    expect(await invoke({ schema: refusing })).toMatchObject({
      status: "differs",
      recorded: "nap#1",
      requested: "a refusal of the payload",
    });
  });
});

test("a payload parser gets the JSON text, or an empty one", async () => {
  const initialPayloadParser = (text: string) => text.length;

  expect((await invoke({ initialPayloadParser })).output).toBe("11");
  server.input = null;
  expect((await invoke({ initialPayloadParser })).output).toBe("0");
});
