/** Examples for the reference. Ids and keys in them are made up; tokens are in none. */

const runId = "run_01k0000000000000000000000a";
const hookId = "hook_01k0000000000000000000000b";
const createdAt = 1_760_000_000_000;
const url = "https://app.example.com/api/order";

/** One example for each named schema that stands for a whole body. */
export const EXAMPLES = {
  startedRun: { runId, status: "running", createdAt, deduplicated: false },
  putRun: { url, input: { order: 4711 } },
  runSummary: {
    runId,
    status: "succeeded",
    url,
    labels: ["vip"],
    retries: 3,
    createdAt,
    finishedAt: createdAt + 1_000,
    journalLength: 8,
  },
  cancel: { reason: "The order was withdrawn." },
  canceledRun: { runId, status: "canceled" },
  hook: { hookId, runId, step: "create webhook#1", createdAt, received: 1, consumed: 1 },
  hookCall: {
    callId: `${hookId}.0`,
    hookId,
    seq: 0,
    receivedAt: createdAt + 500,
    method: "POST",
    path: "",
    query: "",
    headers: [["content-type", "application/json"]],
    deliveryId: null,
    remoteAddress: "203.0.113.7",
    bodySize: 13,
    consumedBy: 5,
  },
  registerSteps: {
    operations: [{ op: "complete_step", step: "charge#1", result: '{"ok":true}' }],
  },
  registeredSteps: { runId, steps: [{ step: "nap#1", status: "pending" }] },
} as const;
