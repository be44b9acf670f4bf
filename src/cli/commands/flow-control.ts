import { Command, Option } from "commander";
import type { Answer, Body } from "../../../clients/typescript/src/client/api.ts";
import type { Outcome } from "../control/api.ts";
import { usageError } from "../control/cli-error.ts";
import { duration, integer, present } from "../control/option-values.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import { fieldsText } from "../show/fields.ts";
import { paintStatus } from "../show/paint.ts";
import { printable } from "../show/printable.ts";
import { durationText, relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

type FlowKeyList = Answer<"listFlowKeys">;
type FlowKey = Answer<"getFlowKey">;
type GlobalParallelism = Answer<"getGlobalParallelism">;

interface KeyOptions {
  readonly project?: string;
}

interface PinOptions extends KeyOptions {
  readonly parallelism?: number | "none";
  readonly rate?: number | "none";
  readonly period?: number;
}

interface UnpinOptions extends KeyOptions {
  readonly parallelism?: boolean;
  readonly rate?: boolean;
}

const PIN_HELP = `
Without limits the key is pinned as it is. A key may be pinned before anything uses it.

Examples:
  hookline flow-control pin openai --parallelism 5
  hookline flow-control pin openai --rate 100 --period 1m
  hookline flow-control pin openai --parallelism none
`;

/** `hookline flow-control` */
export function flowControlCommand(terminal: Terminal): Command {
  const group = new Command("flow-control").description(
    "See what waits for its turn; change the limits of flow-control keys.",
  );
  const listing = new Command("list")
    .description("List the keys: their limits, and how much is under way and waits.")
    .addOption(projectOption());
  return groupOf(group, [
    onServer(terminal, addPages(listing), list),
    onServer(
      terminal,
      new Command("global").description("Show how much is under way on the whole server."),
      global,
    ),
    ...keyCommands(terminal),
    onServer(terminal, pinCommand(), pin),
    onServer(
      terminal,
      keyCommand("unpin", "Let new runs and calls change the limits again.")
        .option("--parallelism", "only the parallelism")
        .option("--rate", "only rate and period"),
      unpin,
    ),
  ]);
}

function projectOption(): Option {
  return new Option("--project <project>", "whose key, with a token of all projects");
}

function keyCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument("<key>", "the flow-control key")
    .addOption(projectOption());
}

function pinCommand(): Command {
  return keyCommand("pin", "Set limits that new runs and calls do not change.")
    .option("--parallelism <number>", "so many at once, or none for no limit", limit)
    .option("--rate <number>", "so many within a period, or none for no limit", limit)
    .option("--period <duration>", "of the rate (default 1s)", duration)
    .addHelpText("after", PIN_HELP);
}

function limit(text: string): number | "none" {
  return text === "none" ? text : integer(text);
}

/** What a request about one key needs. */
type KeyParams = {
  readonly params: { readonly path: { readonly key: string }; readonly query: KeyOptions };
};

const KEY_ACTS: readonly {
  readonly name: string;
  readonly description: string;
  readonly request: (session: Session, about: KeyParams) => Promise<Outcome>;
}[] = [
  {
    name: "get",
    description: "Show one key.",
    request: ({ api }, about) => api.GET("/v1/flow-control/{key}", about),
  },
  {
    name: "pause",
    description: "Let nothing of a key begin. What is under way ends.",
    request: ({ api }, about) => api.POST("/v1/flow-control/{key}/pause", about),
  },
  {
    name: "resume",
    description: "Let a paused key go on.",
    request: ({ api }, about) => api.POST("/v1/flow-control/{key}/resume", about),
  },
  {
    name: "reset",
    description: "End the period of the rate now: what begins next begins a new one.",
    request: ({ api }, about) => api.POST("/v1/flow-control/{key}/reset", about),
  },
];

function keyCommands(terminal: Terminal): Command[] {
  return KEY_ACTS.map(({ name, description, request }) =>
    onServer(
      terminal,
      keyCommand(name, description),
      async (session, options: KeyOptions, key: string) => {
        printKey(session, await session.answer<FlowKey>(request(session, about(key, options))));
      },
    ),
  );
}

function about(key: string, { project }: KeyOptions): KeyParams {
  return { params: { path: { key }, query: present({ project }) } };
}

async function pin(session: Session, options: PinOptions, key: string): Promise<void> {
  const { parallelism, rate, period: periodMs } = options;
  if (periodMs !== undefined && rate === undefined) throw usageError("--period needs --rate.");
  const limits = present({ parallelism, rate });
  const body: Body<"pinFlowKey"> = {
    ...Object.fromEntries(
      Object.entries(limits).map(([name, value]) => [name, value === "none" ? null : value]),
    ),
    ...present({ periodMs }),
  };
  const request = session.api.POST("/v1/flow-control/{key}/pin", { ...about(key, options), body });
  printKey(session, await session.answer<FlowKey>(request));
}

async function unpin(session: Session, options: UnpinOptions, key: string): Promise<void> {
  const { parallelism, rate } = options;
  const body = present({ parallelism, rate });
  const request = session.api.POST("/v1/flow-control/{key}/unpin", {
    ...about(key, options),
    body,
  });
  printKey(session, await session.answer<FlowKey>(request));
}

async function list(session: Session, options: KeyOptions & PageOptions): Promise<void> {
  const { project } = options;
  const { paint } = session;
  await printPages(session, options, {
    rows: "flow-control keys",
    load: (page) => {
      const query = { ...page, ...present({ project }) };
      return session.answer<FlowKeyList>(
        session.api.GET("/v1/flow-control", { params: { query } }),
      );
    },
    rowsOf: ({ keys }) => keys,
    nextOf: ({ cursor }) => cursor,
    text: (keys) =>
      session.table(keys, [
        { title: "key", text: ({ key }) => key },
        { title: "project", text: (key) => key.project },
        { title: "at once", text: atOnceText },
        { title: "in period", text: (key) => rateText(key, session.now) },
        { title: "waiting", text: ({ waiting }) => String(waiting), align: "right" },
        {
          title: "status",
          text: ({ paused }) => (paused ? "paused" : ""),
          paint: (cell) => paintStatus(paint, cell),
        },
      ]),
  });
}

function printKey(session: Session, key: FlowKey): void {
  session.print(key, (one) =>
    fieldsText(
      [
        ["Key", printable(one.key)],
        ["Project", printable(one.project)],
        ["At once", atOnceText(one)],
        ["In period", rateText(one, session.now)],
        ["Waiting", String(one.waiting)],
        ["Status", paintStatus(session.paint, one.paused ? "paused" : "open")],
      ],
      session.paint,
    ),
  );
}

function atOnceText(key: FlowKey): string {
  const { parallelismCount, parallelismMax, pinnedParallelism } = key;
  return `${parallelismCount} of ${parallelismMax ?? "any"}${pinnedParallelism ? " (pinned)" : ""}`;
}

function rateText(key: FlowKey, now: number): string {
  const { rateMax, rateCount, periodMs, windowStartedAt, pinnedRate } = key;
  const pinned = pinnedRate ? " (pinned)" : "";
  if (rateMax === null) return `any${pinned}`;
  const text = `${rateCount} of ${rateMax} per ${durationText(periodMs)}${pinned}`;
  if (windowStartedAt === null) return text;
  return `${text}, next ${relativeTime(windowStartedAt + periodMs, now)}`;
}

async function global(session: Session): Promise<void> {
  const places = await session.answer<GlobalParallelism>(
    session.api.GET("/v1/global-parallelism", {}),
  );
  session.print(places, ({ parallelismCount, parallelismMax }) => {
    return `${parallelismCount} of ${parallelismMax} requests are under way.\n`;
  });
}
