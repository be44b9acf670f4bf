/** Examples for the reference. Ids and keys in them are made up; tokens are in none. */

const runId = "run_01k0000000000000000000000a";
const hookId = "hook_01k0000000000000000000000b";
const createdAt = 1_760_000_000_000;
const url = "https://app.example.com/api/order";

const reportUrl = "https://app.example.com/api/report";
const lastFireAt = Date.UTC(2025, 9, 9);

/** One example for each named schema that stands for a whole body. */
export const EXAMPLES = {
  startedRun: { runId, status: "running", createdAt, deduplicated: false },
  putRun: { url, input: { order: 4711 } },
  startRuns: { runs: [{ url, runId: "order-4711", input: { order: 4711 } }, { url }] },
  startedRuns: {
    runs: [
      {
        runId: "order-4711",
        refused: {
          code: "idempotency_mismatch",
          status: 409,
          detail: "A run with this id was started before with different content.",
        },
      },
      { runId, status: "running", createdAt, deduplicated: false },
    ],
  },
  flowKey: {
    ...{ key: "shop", project: "default", waiting: 3, parallelismMax: 10, parallelismCount: 10 },
    ...{ rateMax: 100, rateCount: 12, periodMs: 60_000, windowStartedAt: createdAt },
    ...{ paused: false, pinnedParallelism: false, pinnedRate: true },
  },
  pinFlowKey: { parallelism: 5, rate: 50, periodMs: 60_000 },
  globalParallelism: { parallelismMax: 224, parallelismCount: 17 },
  flowControl: { key: "shop", parallelism: 10, rate: 100, periodMs: 60_000 },
  runSummary: {
    runId,
    status: "succeeded",
    url,
    labels: ["vip"],
    retries: 3,
    createdAt,
    finishedAt: createdAt + 1_000,
    journalLength: 8,
    project: "default",
    notBefore: null,
    callerIp: "203.0.113.7",
    flowControlKey: null,
    parent: null,
    deadLetter: false,
  },
  cancel: { reason: "The order was withdrawn." },
  canceledRun: { runId, status: "canceled" },
  cancelRuns: { urlPrefix: "https://app.example.com/", labels: ["vip"], count: 100 },
  canceledRuns: { canceled: 100, more: true },
  checkRun: { url: "https://preview.example.com/api/order" },
  checkedRun: {
    status: "differs",
    recorded: "charge#1",
    requested: "pay#1",
    detail: 'step "charge#1" is recorded and the code has not come to it, but to "pay#1"',
  },
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
  putSchedule: {
    url: reportUrl,
    cron: "0 2 * * *",
    timeZone: "Europe/Berlin",
    input: { format: "pdf" },
    overlap: "skip",
  },
  scheduleSummary: {
    scheduleId: "nightly-report",
    project: "default",
    cron: "0 2 * * *",
    timeZone: "Europe/Berlin",
    everyMs: null,
    overlap: "skip",
    catchUp: "latest",
    paused: false,
    url: reportUrl,
    labels: [],
    createdAt,
    nextFireAt: lastFireAt + 86_400_000,
    lastFireAt,
    lastRunId: `nightly-report.${lastFireAt}`,
    lastRefusal: null,
    counts: { fired: 1, skipped: 0, missed: 0, refused: 0 },
  },
  scheduleRun: {
    runId: "nightly-report.now.01k0000000000000000000000a",
    scheduleId: "nightly-report",
  },
  expiredWait: { runId, step: "approve#1" },
  notify: { data: { amount: 30 } },
  notified: { waiters: [{ runId, step: "wait for payment#1", url }], lost: false },
  notifiedRun: { runId, outcome: "kept" },
  resumed: { runId, status: "running" },
  restarted: { runId, restartedAs: "run_01k0000000000000000000000d" },
  discarded: { runId },
  callbackRequested: { runId, failureCallback: "pending" },
  selectDeadLetters: { urlPrefix: "https://app.example.com/", count: 100 },
  deadLetterResults: { runs: [{ runId, done: true }], more: false },
  registerSteps: {
    operations: [{ op: "complete_step", step: "charge#1", result: '{"ok":true}' }],
  },
  historyPage: {
    journal: [{ seq: 2_000, at: createdAt, step: "nap#7", type: "sleep_completed" }],
    journalNext: null,
  },
  registeredSteps: { runId, steps: [{ step: "nap#1", status: "pending" }] },
  rotateSigningKeys: { current: "key_0123456789ab" },
  createToken: { name: "Deploy of the shop", access: "full", project: "shop" },
  token: {
    tokenId: "token_01k0000000000000000000000c",
    name: "Deploy of the shop",
    access: "full",
    project: "shop",
    createdAt,
    lastUsedAt: null,
    revokedAt: null,
  },
} as const;
