import { type Static, Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { Instant, ProjectText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

const TokenAccess = Type.Union([Type.Literal("full"), Type.Literal("read")], {
  description: "`read` looks and changes nothing.",
});

const ProjectOrNull = Type.Union([ProjectText, Type.Null()], {
  description: "The only project it is for; null: all of them.",
});

/** People tell tokens apart by it: one line, without what a terminal would obey. */
const NAME_PATTERN = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,100}$";

const token = {
  tokenId: Type.String({ description: "Names the token. Not secret." }),
  name: Type.String(),
  access: TokenAccess,
  project: ProjectOrNull,
  createdAt: Instant("Epoch ms."),
  lastUsedAt: Type.Union([Type.Integer(), Type.Null()], {
    description: "Epoch ms; null: never. After a crash up to a minute of use is missing.",
  }),
  revokedAt: Type.Union([Type.Integer(), Type.Null()], {
    description: "Epoch ms; null while the token is valid.",
  }),
};

export const TokenView = Type.Object(token, {
  ...STRICT,
  $id: "TokenView",
  examples: [EXAMPLES.token],
});
export type TokenView = Static<typeof TokenView>;

export const CreatedToken = Type.Object(
  { ...token, token: Type.String({ description: "The secret. Shown only now: keep it." }) },
  { ...STRICT, $id: "CreatedToken" },
);

export const TokenList = Type.Object(
  { tokens: Type.Array(TokenView, { description: "Oldest first, revoked ones too." }) },
  { ...STRICT, $id: "TokenList" },
);

export const CreateTokenRequest = Type.Object(
  {
    name: Type.String({ description: "What it is for.", pattern: NAME_PATTERN }),
    access: TokenAccess,
    project: Type.Optional(ProjectOrNull),
  },
  { ...STRICT, $id: "CreateTokenRequest", examples: [EXAMPLES.createToken] },
);

export const TokenIdText = Type.String({
  description: "A token's id: `token_…`. Never the token itself.",
  pattern: "^token_[A-Za-z0-9]{1,64}$",
  "x-code": "invalid_id",
});
