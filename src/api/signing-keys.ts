import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";

const SigningKey = Type.Object(
  {
    id: Type.String(),
    publicKey: Type.String({ description: "`whpk_` and the base64 of an Ed25519 public key." }),
    current: Type.Boolean({ description: "Whether new requests are signed with it." }),
  },
  { additionalProperties: false, $id: "SigningKey" },
);

const SigningKeyList = Type.Object(
  { keys: Type.Array(SigningKey) },
  { additionalProperties: false, $id: "SigningKeyList" },
);

/** `listSigningKeys`: what endpoints verify our requests with. */
export function signingKeyRoutes({ signingKeys }: ApiDeps) {
  return new Elysia({ name: "api.signing-keys", normalize: false }).get(
    "/v1/signing-keys",
    () => ({ keys: signingKeys().map((key) => ({ ...key })) }),
    docs({
      operationId: "listSigningKeys",
      tag: "Keys",
      summary: "List the public keys that requests to endpoints are signed with",
      security: "token",
      ok: { 200: SigningKeyList },
      refusals: ANY_CONTROL,
    }),
  );
}
