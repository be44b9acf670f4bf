import { Type } from "@sinclair/typebox";
import { ID_PATTERN } from "../core/ids.ts";

/**
 * The shapes of the control API. A schema with `$id` becomes a named component of the OpenAPI
 * document and a named type of the generated client. `x-code` names the problem code for a value
 * that the schema refuses; without it that is `validation_failed`.
 */

/** Epoch milliseconds. */
export const Instant = (description: string) => Type.Integer({ description, minimum: 0 });

/** A JSON value of the user's own. */
export const AnyJson = (description: string) => Type.Unknown({ description });

export const RunIdText = Type.String({
  description: "A run: made by the server, or chosen by whoever starts the run.",
  pattern: ID_PATTERN,
  "x-code": "invalid_id",
  examples: ["order-4711"],
});

export const HookIdText = Type.String({
  description: "A hook.",
  pattern: "^[A-Za-z0-9_:-]{1,64}$",
  "x-code": "invalid_id",
});

export const CallIdText = Type.String({
  description: "One call of a hook: `<hookId>.<seq>`.",
  pattern: "^[A-Za-z0-9_:-]{1,64}\\.(0|[1-9][0-9]{0,8})$",
  "x-code": "invalid_id",
});

/** A project: whose runs a token may see. */
export const ProjectText = Type.String({
  description: "A project: it keeps the runs of one token from those of another.",
  pattern: "^[A-Za-z0-9_.-]{1,64}$",
  examples: ["default"],
});

/** How a run can be. */
export const RunStatus = Type.Union(
  [
    Type.Literal("running"),
    Type.Literal("succeeded"),
    Type.Literal("failed"),
    Type.Literal("canceled"),
  ],
  { $id: "RunStatus" },
);

export const Failure = Type.Object(
  {
    name: Type.String(),
    message: Type.String(),
    code: Type.Optional(Type.String()),
    stack: Type.Optional(Type.String()),
  },
  { $id: "Failure", description: "Why something failed." },
);

export const HeaderPairs = Type.Array(Type.Tuple([Type.String(), Type.String()]), {
  $id: "HeaderPairs",
  description: "Header fields: pairs of name and value.",
});
