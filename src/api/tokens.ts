import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { jsonParser } from "../http/json-body.ts";
import { refuse } from "../http/problem.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { TokenRecord } from "../storage/token-storage.ts";
import type { ApiDeps } from "./deps.ts";
import { TOKENS_MAX } from "./token-desk.ts";
import {
  CreatedToken,
  CreateTokenRequest,
  TokenIdText,
  TokenList,
  TokenView,
} from "./token-schemas.ts";

/** `/v1/tokens`: who may use this API. */
export function tokenRoutes({ tokens, controlBodyMax }: ApiDeps) {
  return new Elysia({ name: "api.tokens", normalize: false })
    .post(
      "/v1/tokens",
      async ({ body: { name, access, project = null }, set }) => {
        const minted = await tokens.create({ name, access, project });
        if (minted === null) return refuse(set, "limit_exceeded", { detail: TOO_MANY });
        set.status = 201;
        return { ...viewOf(minted.record), token: minted.token };
      },
      {
        parse: jsonParser(controlBodyMax),
        body: CreateTokenRequest,
        ...docs({
          operationId: "createToken",
          tag: "Keys",
          summary: "Make a token",
          description: "The answer is the only place where its text is ever shown.",
          security: "token",
          scope: "admin",
          ok: { 201: CreatedToken },
          refusals: [...ANY_WRITE, ...ANY_JSON, "limit_exceeded"],
        }),
      },
    )
    .get(
      "/v1/tokens",
      async () => ({ tokens: (await tokens.list()).map(viewOf) }),
      docs({
        operationId: "listTokens",
        tag: "Keys",
        summary: "List the tokens, without their texts",
        description:
          "The token that the operator chose, or that the first start made, is not among them.",
        security: "token",
        scope: "admin",
        ok: { 200: TokenList },
        refusals: ANY_CONTROL,
      }),
    )
    .delete(
      "/v1/tokens/:tokenId",
      async ({ params, set }) => {
        const revoked = await tokens.revoke(params.tokenId);
        return revoked === null ? refuse(set, "token_not_found") : viewOf(revoked);
      },
      {
        params: Type.Object({ tokenId: TokenIdText }),
        ...docs({
          operationId: "revokeToken",
          tag: "Keys",
          summary: "Revoke a token",
          description: "From the answer on it is refused, for good. Repeating it changes nothing.",
          security: "token",
          scope: "admin",
          ok: { 200: TokenView },
          refusals: [...ANY_WRITE, "invalid_id", "token_not_found"],
        }),
      },
    );
}

const TOO_MANY = `There are ${TOKENS_MAX} tokens: revoke some.`;

/** A token as the API shows it: without what it can be recognised by. */
function viewOf(record: TokenRecord): TokenView {
  const { digest: _, ...view } = record;
  return view;
}
