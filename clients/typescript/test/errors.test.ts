import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  HooklineError,
  serve,
  WorkflowAbort,
  type WorkflowContext,
  WorkflowError,
  WorkflowNonRetryableError,
  WorkflowRetryAfterError,
  WorkflowStepError,
  WorkflowStepTimeoutError,
} from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

/** As code for the stock SDK often has it. */
const old = async (context: WorkflowContext) => {
  try {
    await context.sleep("nap", 1);
    return await context.run("charge", () => {
      throw new WorkflowNonRetryableError("declined");
    });
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    return await context.run("refund", () => "refunded");
  }
};

test("a catch that lets aborts through sees no pause, and the failure of a step", async () => {
  const { handler } = serve(old);

  const paused = (await server.invoke(handler)).body;
  server.close("nap#1", { type: "sleep_completed" });
  const ended = (await server.invoke(handler)).body;

  expect(paused).toMatchObject({ status: "suspended" });
  expect(ended).toMatchObject({ status: "completed", output: '"refunded"' });
});

test("errors that say how to go on are aborts, as in the stock SDK", () => {
  const [final, later] = [new WorkflowNonRetryableError("a"), new WorkflowRetryAfterError("b", 1)];

  for (const error of [final, later]) {
    expect(error).toBeInstanceOf(WorkflowAbort);
    expect(error).toBeInstanceOf(WorkflowError);
  }
  expect([final.name, later.name]).toEqual([
    "WorkflowNonRetryableError",
    "WorkflowRetryAfterError",
  ]);
});

test("what a step fails of is no abort, and what the client throws is none of these", () => {
  const failed = new WorkflowStepError("charge#1", { name: "Error", message: "declined" }, 1);
  const late = new WorkflowStepTimeoutError("charge#1", 5);
  const refused = new HooklineError("No run.", { status: 404, code: "run_not_found" });

  expect(failed).toBeInstanceOf(WorkflowError);
  expect(failed).not.toBeInstanceOf(WorkflowAbort);
  expect(late).toBeInstanceOf(WorkflowError);
  expect(late).not.toBeInstanceOf(WorkflowAbort);
  expect(refused).not.toBeInstanceOf(WorkflowError);
});
