import type { AddressGuard } from "../dispatch/address-guard.ts";
import type { ProblemCode } from "../http/problem.ts";
import { checkUrl } from "../http/target-url.ts";

/** Why the server may not send requests to a URL, or null: by its text and its address, if any. */
export function urlCheck(guard: AddressGuard): (text: string) => ProblemCode | null {
  return (text) => {
    const checked = checkUrl(text);
    if (!checked.ok) return checked.code;
    return guard.check(checked.url) === null ? null : "url_not_allowed";
  };
}
