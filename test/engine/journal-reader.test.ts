import { describe, expect, test } from "bun:test";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import { stepId } from "../../src/core/ids.ts";
import type { EntryData, EntryType, HeaderList, JournalEntry } from "../../src/core/run/journal.ts";
import type { Hook, Wait } from "../../src/core/run/state.ts";
import { CapabilityMint } from "../../src/dispatch/capability.ts";
import { NativeProtocol } from "../../src/dispatch/native-protocol.ts";
import type { OutgoingInvocation } from "../../src/dispatch/protocol.ts";
import {
  type JournalPage,
  type JournalReads,
  readJournalPage,
} from "../../src/engine/journal-reader.ts";
import { INLINE_BYTES_MAX, inlineBytesFor } from "../../src/engine/wire-size.ts";
import { pageToWire } from "../../src/http/wire.ts";
import type { HookCall } from "../../src/storage/storage.ts";
import { leasedWork } from "../support/fake-ports.ts";

const RUN = "run_1" as RunId;
const HOOK = "hook_1" as HookId;
const NOW = 1_760_000_000_999 as EpochMs;
const FRAMEWORK_LIMIT = 512 * 1024;

const bytes = (text: string) => new TextEncoder().encode(text);
const hook = { hookId: HOOK, url: `http://h/hooks/${"t".repeat(43)}` } as unknown as Hook;

/** A header list of `count` fields, as large as a request may have them. */
const headersOf = (count: number): HeaderList =>
  Array.from({ length: count }, (_, i) => [`x-field-${i}`, 'a"b\\c'.repeat(30)] as const);

function entry<Type extends EntryType>(
  type: Type,
  data: EntryData[Type],
  body: Uint8Array | null = null,
): Omit<JournalEntry, "seq" | "step"> {
  return { type, at: NOW, data, body } as unknown as JournalEntry;
}

/** The entries from seq 1 on, each of a step of its own. */
function journalOf(entries: readonly Omit<JournalEntry, "seq" | "step">[]): JournalEntry[] {
  const step = (index: number) => stepId(`step number "${index}"`, 1);
  return entries.map((one, i) => ({ ...one, seq: i + 1, step: step(i) }) as JournalEntry);
}

function readsOf(journal: readonly JournalEntry[], call: Partial<HookCall> = {}): JournalReads {
  return {
    loadJournal: async (_run, from, limit) => journal.slice(from - 1, from - 1 + limit),
    loadHookCall: async () => call as HookCall,
  };
}

async function firstPage(reads: JournalReads, length: number, bytesMax: number) {
  const query = { runId: RUN, from: 1, until: length + 1, hooks: [hook], fresh: null };
  return await readJournalPage(reads, { ...query, bytesMax, isStrict: true });
}

const protocol = new NativeProtocol({
  ...{ serverUrl: "http://127.0.0.1:4665", version: "0" },
  capabilities: new CapabilityMint(new Uint8Array(32)),
  signingKeys: () => [],
  mint: { hook: () => ({ hookId: HOOK, url: "", tokenHash: "" }), runId: () => RUN },
  wallClock: { now: () => NOW },
});

interface Around {
  readonly headers?: HeaderList;
  readonly waits?: readonly Wait[];
  readonly input?: Uint8Array | null;
}

function encodedSize(page: JournalPage, { headers = [], waits = [], input = null }: Around) {
  const url = "https://app.test/w";
  const run = { ...{ runId: RUN, url, headers, labels: [], retries: 3 }, createdAt: NOW };
  const lease = { runId: RUN, invocationId: 4, epoch: 7, attempt: 2, leaseUntil: NOW };
  const invocation = {
    ...{ run: run as unknown as OutgoingInvocation["run"], input, journal: page, failed: null },
    work: leasedWork(lease, { waits, journalLength: 5 }),
  };
  return protocol.encode(invocation).body?.length ?? 0;
}

const FAILURE = {
  name: "Error",
  message: 'x"y\n'.repeat(4_096),
  stack: "at \u00e4\n".repeat(2_000),
};
const CALL_REQUEST = {
  ...{ url: `http://third.test/${"p".repeat(1_000)}`, method: "POST", headers: headersOf(90) },
  ...{ timeoutMs: 5_000, retries: 0, retryDelay: null, flow: null },
};
const EVENT = { eventId: `order "7" ${"e".repeat(200)}` };
const TIMEOUT = { timeoutMs: 31_622_400_000, timeoutAt: NOW };
const CHILD = { childRunId: `child-${"c".repeat(100)}` as RunId };
const request = { method: "POST", path: `/${"q".repeat(900)}`, query: "", headers: headersOf(100) };
const JSON_BODY = bytes(JSON.stringify({ a: ['"', "\\", "\n", "\u0001", "\u00e4", "\u{1f600}"] }));
const ended = { ...CHILD, status: "failed", failure: FAILURE } as const;
const branches = Array.from({ length: 100 }, (_, i) => {
  return { key: `branch "${i}"`, on: "event", eventId: `e${i}` } as const;
});
const waiters = Array.from({ length: 50 }, (_, i) => ({ runId: `run_${i}` as RunId, kept: true }));

const SENT = [
  entry("step_completed", { attempt: 1 }, JSON_BODY),
  entry("step_completed", { attempt: 1 }, null),
  entry("step_failed", { attempts: 100, failure: FAILURE }),
  entry("sleep_started", { dueAt: NOW, requested: { durationMs: 31_622_400_000 } }),
  entry("sleep_completed", {}),
  entry("call_started", { request: CALL_REQUEST }, bytes("body")),
  entry("call_completed", { attempt: 1, status: 200, headers: headersOf(100) }, bytes("1234")),
  entry("hook_created", { hookId: HOOK, url: hook.url }),
  entry("wait_started", { hookId: HOOK, ...TIMEOUT }),
  entry("hook_received", { hookId: HOOK, callSeq: 999 }),
  entry("wait_timed_out", { hookId: HOOK }),
  entry("step_reopened", { closedSeq: 49_999 }),
  entry("event_wait_started", { ...EVENT, ...TIMEOUT }),
  entry("event_received", { ...EVENT, keptSeq: null }, JSON_BODY),
  entry("event_wait_timed_out", EVENT),
  entry("event_notified", { ...EVENT, runId: null, waiters, total: 50 }, JSON_BODY),
  entry("child_started", { ...CHILD, url: hook.url, headers: headersOf(3), labels: [] }),
  entry("child_completed", ended, JSON_BODY),
  entry("race_started", { branches }),
  entry("race_won", { key: "hook", on: "hook", hookId: HOOK, callSeq: 999 }),
  entry("race_won", { key: "event", on: "event", ...EVENT, keptSeq: null }, JSON_BODY),
  entry("race_won", { key: "sleep", on: "sleep" }),
  entry("race_won", { key: "child", on: "child", ...ended }, JSON_BODY),
];

describe("a page of a journal", () => {
  for (const [index, one] of SENT.entries()) {
    test(`${index}: a ${one.type} entry counts as on the wire, or a little more`, async () => {
      const journal = journalOf([one]);
      const reads = readsOf(journal, { request: request as never, body: bytes("hello") });
      const whole = await firstPage(reads, 1, Number.POSITIVE_INFINITY);
      const size = Buffer.byteLength(JSON.stringify(pageToWire(whole)[0])) + 1;

      const tooSmall = await firstPage(reads, 1, size - 1);
      const enough = await firstPage(reads, 1, size * 1.1 + 160);

      expect(tooSmall).toMatchObject({ entries: [], next: 1 });
      expect(enough).toMatchObject({ entries: journal, next: null });
    });
  }

  test("counts the event that was kept for an entry", async () => {
    const kept = entry("event_kept", EVENT, bytes(JSON.stringify("d".repeat(1_000))));
    const journal = journalOf([kept, entry("event_received", { ...EVENT, keptSeq: 1 })]);

    const page = await firstPage(readsOf(journal), 2, 2_100);

    expect(page).toMatchObject({ next: 2 });
  });

  const plain = entry("step_completed", { attempt: 1 }, bytes(JSON.stringify("r".repeat(148))));
  const quoted = entry("step_completed", { attempt: 1 }, bytes(`[${'"",'.repeat(3_000)}""]`));
  const failed = entry("step_failed", { attempts: 4, failure: FAILURE });
  const headed = entry("call_completed", { attempt: 1, status: 200, headers: headersOf(80) }, null);
  const hooked = entry("hook_received", { hookId: HOOK, callSeq: 0 });
  const waits: Wait[] = Array.from({ length: 900 }, (_, i) => {
    return { kind: "sleep", step: stepId(`a rather long name of a step ${i}`, 1), dueAt: NOW };
  });
  const CASES: [string, JournalEntry[], Around][] = [
    ["600 failures of 16 KiB", journalOf(Array(600).fill(failed)), {}],
    ["2,000 plain steps of 150 bytes", journalOf(Array(2_000).fill(plain)), {}],
    ["results full of quotes", journalOf(Array(600).fill(quoted)), {}],
    ["answers with big headers", journalOf(Array(600).fill(headed)), {}],
    ["hook calls with big headers", journalOf(Array(600).fill(hooked)), {}],
    ["many open waits", journalOf(Array(2_000).fill(plain)), { waits }],
    ["a run with big headers", journalOf(Array(2_000).fill(plain)), { headers: headersOf(100) }],
    ["a large input", journalOf(Array(2_000).fill(plain)), { input: quoted.body }],
  ];
  for (const [name, journal, around] of CASES) {
    test(`keeps an invocation below what frameworks take: ${name}`, async () => {
      const { headers = [], waits: open = [], input = null } = around;
      const bytesMax = inlineBytesFor({ headers, waits: open, input });
      const reads = readsOf(journal, { request: request as never, body: bytes("hello") });

      const page = await firstPage(reads, journal.length, bytesMax);

      const size = encodedSize(page, around);
      expect(page.next).not.toBeNull();
      expect(size).toBeLessThan(FRAMEWORK_LIMIT);
      expect(size).toBeGreaterThan(INLINE_BYTES_MAX * 0.8);
    });
  }

  test("is not left out for the sake of an input that is over the limit by itself", () => {
    const input = new Uint8Array(INLINE_BYTES_MAX).fill(49);

    expect(inlineBytesFor({ headers: [], waits: [], input })).toBe(INLINE_BYTES_MAX);
  });
});
