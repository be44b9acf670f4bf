/** What `projects.test.ts` tries, and with what. */

/** In every text of the project "alpha" that the API could show. */
export const CANARY = "alphacanary";

export const ALPHA_RUN = `${CANARY}-run`;

export const ALPHA_START = {
  url: `https://${CANARY}.test/w`,
  input: { note: CANARY },
  labels: [CANARY],
  project: "alpha",
  flowControl: { key: "alphas-key", parallelism: 7 },
};

/** Bodies by which an operation without a parameter could reach the runs of another project. */
export const TRIALS: Record<string, readonly unknown[]> = {
  // Starts name what they make: see "a run's id that another project has taken".
  "POST /v1/runs": [{ url: "https://beta.test/w" }],
  "POST /v1/runs/batch": [{ runs: [{ url: "https://beta.test/w" }] }],
  "POST /v1/schedules": [{ url: "https://beta.test/w", everyMs: 60_000 }],
  "POST /v1/runs/cancel": [
    { all: true },
    { runIds: [ALPHA_RUN] },
    { urlPrefix: ALPHA_START.url },
    { labels: [CANARY] },
  ],
  ...Object.fromEntries(
    ["resume", "restart", "delete", "failure-callback"].map((act) => [
      `POST /v1/dead-letters/${act}`,
      [{ all: true }, { runIds: ["nobodys-run"] }, { urlPrefix: ALPHA_START.url }],
    ]),
  ),
};

/** Operations whose answers about what another project has are not those about nothing. */
export const STARTS = new Set([
  ...["PUT /v1/runs/{runId}", "PUT /v1/schedules/{scheduleId}"],
  // A key of the same name in the own project, which these make.
  ...["POST /v1/flow-control/{key}/pause", "POST /v1/flow-control/{key}/pin"],
]);
