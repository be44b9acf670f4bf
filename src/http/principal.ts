import { assert } from "../core/assert.ts";

/** Who asks, as far as it matters: what the token of the request allows. */
export interface Principal {
  /** `read` may look and change nothing. */
  readonly access: "full" | "read";
  /** The only project that the token is for, or null for all of them. */
  readonly project: string | null;
}

/** Kept beside the requests: Elysia's context has no place that the types of all routes share. */
const principals = new WeakMap<Request, Principal>();

/** Says who sent the request. The guard does it, before any route runs. */
export function attachPrincipal(request: Request, principal: Principal): void {
  principals.set(request, principal);
}

/** Who sent the request. For routes under `/v1` where the guard wants an operator's token. */
export function principalOf(request: Request): Principal {
  const principal = principals.get(request);
  assert(principal !== undefined, "the guard has checked the token of this request");
  return principal;
}
