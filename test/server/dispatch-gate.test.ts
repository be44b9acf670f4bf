import { expect, test } from "bun:test";
import type { RunId, StepId } from "../../src/core/ids.ts";
import type { DispatchPort } from "../../src/engine/ports.ts";
import { DispatchGate } from "../../src/server/dispatch-gate.ts";
import { leasedWork } from "../support/fake-ports.ts";

const RUN = "run_1" as RunId;
const STEP = "ask#1" as StepId;

/** A dispatcher that writes down what it is asked for. */
function recordingDispatch() {
  const asked: string[] = [];
  const note = (what: string) => () => void asked.push(what);
  const claim = (what: string) => () => asked.push(what) > 0;
  const dispatch: DispatchPort = {
    claimInvocation: claim("claim invocation"),
    releaseInvocation: note("release invocation"),
    enqueueInvocation: ({ invocationId }) => void asked.push(`enqueue invocation ${invocationId}`),
    sendInvocation: note("send invocation"),
    claimCall: claim("claim call"),
    releaseCall: note("release call"),
    enqueueCall: ({ step }) => void asked.push(`enqueue call ${step}`),
    sendCall: note("send call"),
    abort: note("abort"),
  };
  return { dispatch, asked };
}

test("a closed gate has no place free and asks for nothing", () => {
  const { dispatch, asked } = recordingDispatch();
  const gate = new DispatchGate(dispatch);

  gate.enqueueInvocation({ runId: RUN, invocationId: 1 });
  gate.enqueueCall({ runId: RUN, step: STEP });

  expect(gate.claimInvocation()).toBe(false);
  expect(gate.claimCall()).toBe(false);
  expect(asked).toEqual([]);
});

test("opening it passes on what waited, once and in order", () => {
  const { dispatch, asked } = recordingDispatch();
  const gate = new DispatchGate(dispatch);
  gate.enqueueInvocation({ runId: RUN, invocationId: 1 });
  gate.enqueueCall({ runId: RUN, step: STEP });
  gate.enqueueInvocation({ runId: RUN, invocationId: 2 });

  gate.open();
  gate.open();

  expect(asked).toEqual(["enqueue invocation 1", "enqueue call ask#1", "enqueue invocation 2"]);
});

test("an open gate passes everything", () => {
  const { dispatch, asked } = recordingDispatch();
  const gate = new DispatchGate(dispatch);
  gate.open();

  const claimed = [gate.claimInvocation(), gate.claimCall()];
  gate.releaseInvocation();
  gate.releaseCall();
  const lease = { runId: RUN, invocationId: 1, epoch: 1, attempt: 1, leaseUntil: 1 as never };
  gate.sendInvocation(leasedWork(lease));
  gate.sendCall({ runId: RUN, step: STEP, attempt: 1, timeoutMs: 1 });
  gate.abort(RUN);

  expect(claimed).toEqual([true, true]);
  expect(asked).toEqual([
    "claim invocation",
    "claim call",
    "release invocation",
    "release call",
    "send invocation",
    "send call",
    "abort",
  ]);
});

test("a closed gate refuses to send: nobody can hold a place", () => {
  const gate = new DispatchGate(recordingDispatch().dispatch);

  expect(() => gate.sendCall({ runId: RUN, step: STEP, attempt: 1, timeoutMs: 1 })).toThrow();
});
