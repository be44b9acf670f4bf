import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { jsonParser } from "../http/json-body.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps, SigningKeyRing } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";

const STRICT = { additionalProperties: false } as const;

const SigningKey = Type.Object(
  {
    id: Type.String(),
    publicKey: Type.String({ description: "`whpk_` and the base64 of an Ed25519 public key." }),
    state: Type.Union([Type.Literal("next"), Type.Literal("current"), Type.Literal("previous")], {
      description:
        "Requests are signed with the `current` and the `previous` key. The `next` one signs " +
        "nothing yet: endpoints can know it before the next rotation.",
    }),
  },
  { ...STRICT, $id: "SigningKey" },
);

const SigningKeyList = Type.Object(
  { keys: Type.Array(SigningKey, { description: "All that endpoints should accept." }) },
  { ...STRICT, $id: "SigningKeyList" },
);

const RotateSigningKeysRequest = Type.Object(
  {
    current: Type.Optional(
      Type.String({
        description:
          "The id of the key that you take for the current one. If it is not: no change.",
        maxLength: 64,
      }),
    ),
  },
  {
    ...STRICT,
    $id: "RotateSigningKeysRequest",
    examples: [EXAMPLES.rotateSigningKeys],
    "x-optional": true,
  },
);

/** `/v1/signing-keys`: what endpoints verify our requests with. */
export function signingKeyRoutes({ signingKeys, controlBodyMax }: ApiDeps) {
  return new Elysia({ name: "api.signing-keys", normalize: false })
    .get(
      "/v1/signing-keys",
      () => viewOf(signingKeys),
      docs({
        operationId: "listSigningKeys",
        tag: "Keys",
        summary: "List the public keys that requests to endpoints are signed with",
        security: "token",
        scope: "project",
        ok: { 200: SigningKeyList },
        refusals: ANY_CONTROL,
      }),
    )
    .post(
      "/v1/signing-keys/rotate",
      ({ body }) => {
        const current = signingKeys.list().find(({ state }) => state === "current");
        const isExpected = body?.current === undefined || body.current === current?.id;
        if (isExpected) signingKeys.rotate();
        return viewOf(signingKeys);
      },
      {
        parse: jsonParser(controlBodyMax),
        body: Type.Optional(RotateSigningKeysRequest),
        ...docs({
          operationId: "rotateSigningKeys",
          tag: "Keys",
          summary: "Make the next signing key the current one",
          description:
            "The key of before goes on signing until the next rotation. Say which key you take " +
            "for the current one, and repeating the request does no harm.",
          security: "token",
          ok: { 200: SigningKeyList },
          refusals: [...ANY_WRITE, ...ANY_JSON],
        }),
      },
    );
}

function viewOf(ring: SigningKeyRing) {
  return { keys: ring.list().map((key) => ({ ...key })) };
}
