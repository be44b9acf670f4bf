import { type Static, Type } from "@sinclair/typebox";
import {
  FLOW_KEY_PATTERN,
  PARALLELISM_MAX,
  PERIOD_MS_MAX,
  PERIOD_MS_MIN,
  RATE_MAX,
} from "../core/flow-control/limits.ts";
import { EXAMPLES } from "./examples.ts";
import { ProjectText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

const orNull = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description });

export const FlowKeyText = Type.String({
  description: "A flow-control key.",
  pattern: FLOW_KEY_PATTERN,
  "x-code": "invalid_id",
  examples: ["shop"],
});

export const FlowKeyView = Type.Object(
  {
    key: FlowKeyText,
    project: ProjectText,
    waiting: Type.Integer({
      description: "Invocations and calls that are due and wait.",
      minimum: 0,
    }),
    parallelismMax: orNull("How many may be under way at once; null: no limit."),
    parallelismCount: Type.Integer({ description: "How many are under way.", minimum: 0 }),
    rateMax: orNull("How many may begin within a period; null: no limit."),
    rateCount: Type.Integer({ description: "How many have begun in the open window.", minimum: 0 }),
    periodMs: Type.Integer({ description: "The length of a window." }),
    windowStartedAt: orNull("When the open window began, epoch ms; null: none is open."),
    paused: Type.Boolean({ description: "Nothing begins." }),
    pinnedParallelism: Type.Boolean({ description: "New runs and calls do not change it." }),
    pinnedRate: Type.Boolean({ description: "The same for rate and period." }),
  },
  { ...STRICT, $id: "FlowKey", examples: [EXAMPLES.flowKey] },
);
export type FlowKeyView = Static<typeof FlowKeyView>;

export const FlowKeyList = Type.Object(
  {
    keys: Type.Array(FlowKeyView),
    cursor: Type.Union([Type.String(), Type.Null()], { description: "For the next page, if any." }),
  },
  { ...STRICT, $id: "FlowKeyList" },
);

const limit = (description: string, maximum: number) =>
  Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum }), Type.Null()], { description }));

export const PinFlowKeyRequest = Type.Object(
  {
    parallelism: limit("How many may be under way at once; null: no limit.", PARALLELISM_MAX),
    rate: limit("How many may begin within `periodMs`; null: no limit.", RATE_MAX),
    periodMs: Type.Optional(
      Type.Integer({
        description: "The period of the rate; a second by default.",
        minimum: PERIOD_MS_MIN,
        maximum: PERIOD_MS_MAX,
      }),
    ),
  },
  { ...STRICT, $id: "PinFlowKeyRequest", examples: [EXAMPLES.pinFlowKey], "x-optional": true },
);
export type PinFlowKeyRequest = Static<typeof PinFlowKeyRequest>;

export const UnpinFlowKeyRequest = Type.Object(
  {
    parallelism: Type.Optional(Type.Boolean()),
    rate: Type.Optional(Type.Boolean({ description: "Rate and period." })),
  },
  { ...STRICT, $id: "UnpinFlowKeyRequest", examples: [{ rate: true }], "x-optional": true },
);
export type UnpinFlowKeyRequest = Static<typeof UnpinFlowKeyRequest>;

export const GlobalParallelism = Type.Object(
  {
    parallelismMax: Type.Integer({ description: "Places for invocations and calls." }),
    parallelismCount: Type.Integer({ description: "Places that are taken.", minimum: 0 }),
  },
  { ...STRICT, $id: "GlobalParallelism", examples: [EXAMPLES.globalParallelism] },
);
export type GlobalParallelism = Static<typeof GlobalParallelism>;
