import { hash } from "node:crypto";
import type { Ids } from "../engine/ports.ts";
import type { MintedHook } from "./operation.ts";

/**
 * Makes a hook's id and address below `publicUrl`, which has no slash at its end.
 *
 * The token is in the URL only, and the URL in the journal: the hook's row has the token's hash.
 */
export function mintHook(ids: Ids, publicUrl: string): MintedHook {
  const token = ids.hookToken();
  return {
    hookId: ids.hookId(),
    url: `${publicUrl}/hooks/${token}`,
    tokenHash: hash("sha256", token, "hex"),
  };
}
