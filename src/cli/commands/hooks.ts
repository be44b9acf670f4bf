import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { CliError } from "../control/cli-error.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import { fieldsText } from "../show/fields.ts";
import { isPlainText, printable } from "../show/printable.ts";
import { fullTime, relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

type HookList = Answer<"listRunHooks">;
type Hook = Answer<"getHook">;
type CallList = Answer<"listHookCalls">;
type Call = Answer<"getHookCall">;

/** `hookline hooks` */
export function hooksCommand(terminal: Terminal): Command {
  const group = new Command("hooks").description(
    "Look at webhooks of runs and what they received.",
  );
  return groupOf(group, [
    onServer(
      terminal,
      new Command("list").description("List the hooks of a run.").argument("<runId>", "the run"),
      list,
    ),
    onServer(
      terminal,
      new Command("get")
        .description("Show a hook, with the URL that third parties call. The URL is a secret.")
        .argument("<hookId>", "the hook"),
      get,
    ),
    onServer(
      terminal,
      addPages(
        new Command("calls")
          .description("List the calls that a hook received, in order of arrival.")
          .argument("<hookId>", "the hook"),
      ),
      calls,
    ),
    onServer(
      terminal,
      new Command("call")
        .description("Show one call of a hook: its request, or its body byte for byte.")
        .argument("<callId>", "the call: <hookId>.<number>")
        .option("--body", "write the body, as it was received")
        .addHelpText("after", "\nExamples:\n  hookline hooks call hook_abc.0 --body > body.json\n"),
      call,
    ),
  ]);
}

async function list(session: Session, _options: object, runId: string): Promise<void> {
  const found = await session.answer<HookList>(
    session.api.GET("/v1/runs/{runId}/hooks", { params: { path: { runId } } }),
  );
  session.print(found, ({ hooks }) => {
    if (hooks.length === 0) session.note("No hooks.");
    return hooks.length === 0 ? "" : hooksTable(session, hooks);
  });
}

function hooksTable(session: Session, hooks: HookList["hooks"]): string {
  return session.table(hooks, [
    { title: "hook", text: ({ hookId }) => hookId },
    { title: "step", text: ({ step }) => step, cut: "end" },
    { title: "made", text: ({ createdAt }) => relativeTime(createdAt, session.now) },
    { title: "calls", text: ({ received }) => String(received), align: "right" },
    { title: "unread", text: (hook) => String(hook.received - hook.consumed), align: "right" },
  ]);
}

async function get(session: Session, _options: object, hookId: string): Promise<void> {
  const hook = await session.answer<Hook>(
    session.api.GET("/v1/hooks/{hookId}", { params: { path: { hookId } } }),
  );
  session.print(hook, ({ runId, step, createdAt, received, consumed, url }) =>
    fieldsText(
      [
        ["Hook", printable(hookId)],
        ["Run", printable(runId)],
        ["Step", printable(step)],
        ["Made", fullTime(createdAt, session.now)],
        ["Calls", `${received}, of which ${received - consumed} unread`],
        ["URL", url === undefined ? null : printable(url)],
      ],
      session.paint,
    ),
  );
}

async function calls(session: Session, options: PageOptions, hookId: string): Promise<void> {
  await printPages(session, options, {
    rows: "calls",
    load: ({ limit, cursor }) => {
      const query = { ...(limit && { limit }), ...(cursor && { from: Number(cursor) }) };
      const params = { path: { hookId }, query };
      return session.answer<CallList>(session.api.GET("/v1/hooks/{hookId}/calls", { params }));
    },
    rowsOf: (page) => page.calls,
    nextOf: ({ next }) => (next === null ? null : String(next)),
    text: (rows) =>
      session.table(rows, [
        { title: "call", text: ({ callId }) => callId },
        { title: "received", text: ({ receivedAt }) => relativeTime(receivedAt, session.now) },
        { title: "request", text: requestLine, cut: "end" },
        { title: "bytes", text: ({ bodySize }) => String(bodySize), align: "right" },
        { title: "from", text: ({ remoteAddress }) => remoteAddress ?? "" },
        { title: "read", text: ({ consumedBy }) => (consumedBy === null ? "no" : "yes") },
      ]),
  });
}

function requestLine({ method, path, query }: Call): string {
  return `${method} ${path}${query}`.trimEnd();
}

async function call(
  session: Session,
  options: { readonly body?: boolean },
  callId: string,
): Promise<void> {
  if (options.body === true) return await writeBody(session, callId);
  const found = await session.answer<Call>(
    session.api.GET("/v1/calls/{callId}", { params: { path: { callId } } }),
  );
  session.print(found, (one) =>
    fieldsText(
      [
        ["Call", printable(one.callId)],
        ["Request", printable(requestLine(one))],
        ["Received", fullTime(one.receivedAt, session.now)],
        ["From", one.remoteAddress === null ? null : printable(one.remoteAddress)],
        ["Delivery", one.deliveryId === null ? null : printable(one.deliveryId)],
        ["Read", one.consumedBy === null ? "no" : `yes, by journal entry ${one.consumedBy}`],
        ["Body", `${one.bodySize} bytes`],
        ...one.headers.map(([name, value]) => ["Header", printable(`${name}: ${value}`)] as const),
      ],
      session.paint,
    ),
  );
}

/** A stranger wrote the body: a terminal must not obey it. */
async function writeBody(session: Session, callId: string): Promise<void> {
  const body = await session.answer<ArrayBuffer | undefined>(
    session.api.GET("/v1/calls/{callId}/body", {
      params: { path: { callId } },
      parseAs: "arrayBuffer",
    }),
  );
  const bytes = new Uint8Array(body ?? new ArrayBuffer(0));
  if (session.terminal.columns !== null && !isPlainText(bytes)) {
    throw new CliError("The body is not plain text, and a terminal could obey it.", {
      hints: [`Write it to a file: hookline hooks call ${printable(callId)} --body > body`],
    });
  }
  session.terminal.out(bytes);
}
