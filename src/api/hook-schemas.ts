import { type Static, Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { CallIdText, HeaderPairs, HookIdText, RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

export const HookView = Type.Object(
  {
    hookId: HookIdText,
    runId: RunIdText,
    step: Type.String({ description: "The step that made it." }),
    createdAt: Type.Integer(),
    received: Type.Integer({ description: "Calls received so far." }),
    consumed: Type.Integer({ description: "Calls that waits got so far." }),
    url: Type.Optional(
      Type.String({ description: "What third parties call. Secret; only `getHook` shows it." }),
    ),
  },
  { ...STRICT, $id: "HookView", examples: [EXAMPLES.hook] },
);
export type HookView = Static<typeof HookView>;

export const HookCallView = Type.Object(
  {
    callId: CallIdText,
    hookId: HookIdText,
    seq: Type.Integer(),
    receivedAt: Type.Integer(),
    method: Type.String(),
    path: Type.String({ description: "What followed the hook's URL: empty, or from its slash." }),
    query: Type.String({ description: "Raw, with its question mark, or empty." }),
    headers: HeaderPairs,
    deliveryId: Type.Union([Type.String(), Type.Null()]),
    remoteAddress: Type.Union([Type.String(), Type.Null()]),
    bodySize: Type.Integer(),
    consumedBy: Type.Union([Type.Integer(), Type.Null()], {
      description: "The journal entry that consumed it; null while it is stored.",
    }),
  },
  { ...STRICT, $id: "HookCallView", examples: [EXAMPLES.hookCall] },
);
export type HookCallView = Static<typeof HookCallView>;
