import { type Answer, type Api, type Body, unwrap } from "./api.ts";

/** `client.tokens`: who may use the control API. Needs a full token for all projects. */
export class Tokens {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Makes a token. The answer is the only place where its text is ever shown. */
  create(token: Body<"createToken">): Promise<Answer<"createToken">> {
    return unwrap(this.#api.POST("/v1/tokens", { body: token }));
  }

  /** All tokens, revoked ones too, without their texts. */
  async list(): Promise<Answer<"listTokens">["tokens"]> {
    const answer = await unwrap<Answer<"listTokens">>(this.#api.GET("/v1/tokens", {}));
    return answer.tokens;
  }

  /** Revokes a token by its id. From now on it is refused, for good. */
  revoke(tokenId: string): Promise<Answer<"revokeToken">> {
    return unwrap(this.#api.DELETE("/v1/tokens/{tokenId}", { params: { path: { tokenId } } }));
  }
}

/** `client.signingKeys`: what endpoints verify the server's requests with. */
export class SigningKeys {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The public keys that endpoints should accept: for `HOOKLINE_PUBLIC_KEY`. */
  async list(): Promise<Answer<"listSigningKeys">["keys"]> {
    const answer = await unwrap<Answer<"listSigningKeys">>(this.#api.GET("/v1/signing-keys", {}));
    return answer.keys;
  }

  /**
   * Makes the next key the current one; the one before goes on signing until the next rotation.
   * With the id of the key taken for the current one, repeating the request does no harm.
   */
  async rotate(current?: string): Promise<Answer<"rotateSigningKeys">["keys"]> {
    const body = current === undefined ? {} : { current };
    const answer = await unwrap<Answer<"rotateSigningKeys">>(
      this.#api.POST("/v1/signing-keys/rotate", { body }),
    );
    return answer.keys;
  }
}
