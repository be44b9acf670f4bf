import type { Start } from "../../src/core/run/command.ts";

/** A start as most tests need it: nothing special is asked for. */
export const PLAIN_START = {
  headers: [],
  labels: [],
  retries: 3,
  retryBaseMs: 1_000,
  retryDelay: null,
  input: null,
  digest: "",
  project: "default",
  notBefore: null,
  flow: null,
  failureUrl: null,
  redact: null,
  callerIp: null,
  parent: null,
  depth: 0,
} as const satisfies Omit<Start, "type" | "at" | "url">;

/** What an open run has that most tests are not about. */
export const PLAIN_RUN = {
  project: "default",
  parent: null,
  depth: 0,
  flow: null,
  redact: null,
  retryDelay: null,
  keptEvents: [],
} as const;

/** What a run was started with, as most tests have it. */
export const PLAIN_CREATION = {
  labels: [],
  retries: 3,
  retryDelay: null,
  notBefore: null,
  flow: null,
  failureUrl: null,
  redact: null,
  callerIp: null,
  project: "default",
  parent: null,
} as const;
