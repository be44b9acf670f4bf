import { randomBytes } from "node:crypto";
import { TokenDesk } from "../api/token-desk.ts";
import type { Config } from "../config/schema.ts";
import type { Clock } from "../engine/ports.ts";
import { tokenDigest } from "../http/auth.ts";
import type { Logger } from "../observe/log.ts";
import type { Storage } from "../storage/storage.ts";
import { systemScheduler } from "../timer/scheduler.ts";
import type { ServerKeys } from "./keys.ts";

/** What the tokens of a server are made of. */
export interface TokenOptions {
  readonly config: Config;
  readonly keys: ServerKeys;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
}

/** 256 bits: nothing to guess. */
const SECRET_BYTES = 32;

/** Ids only need to differ; 80 bits do. */
const ID_BYTES = 10;

/** Everybody who may use the API: the operator, and the holders of stored tokens. */
export async function openTokenDesk(options: TokenOptions): Promise<TokenDesk> {
  const { config, keys, storage, clock, log } = options;
  const digest = config.token === null ? keys.adminTokenHash : tokenDigest(config.token);
  const operator = { tokenId: null, access: "full", project: null } as const;
  const desk = new TokenDesk({
    storage: storage.tokens,
    operatorTokens: digest === null ? [] : [{ ...operator, digest }],
    mint: {
      tokenId: () => `token_${randomBytes(ID_BYTES).toString("hex")}`,
      secret: () => randomBytes(SECRET_BYTES).toString("base64url"),
    },
    clock,
    scheduler: systemScheduler,
    onError: (error) => log.warn("the last use of tokens could not be written yet", { error }),
  });
  await desk.load();
  return desk;
}
