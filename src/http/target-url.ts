/** Longer URLs are refused: proxies and servers cut them anyway, and they are stored per entry. */
export const URL_LENGTH_MAX = 2_048;

/** The outcome of reading a URL that the server shall call. */
export type CheckedUrl =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly code: "url_not_allowed"; readonly message: string };

/**
 * Reads a URL that the server is asked to call: an endpoint's, or that of a `call` step.
 *
 * Looks at the text only. Whether the address behind the name may be called is decided when it is
 * dialled (`dispatch/address-guard.ts`), since names can change their address at any time.
 */
export function checkUrl(text: string): CheckedUrl {
  if (text.length > URL_LENGTH_MAX) {
    return refuse(`The URL is longer than ${URL_LENGTH_MAX} characters.`);
  }
  // The URL parser drops tabs and line breaks silently: such a text is not what it looks like.
  if (hasSpaceOrControl(text)) return refuse("The URL contains white space or control characters.");

  const url = URL.parse(text);
  if (url === null) return refuse("The URL is not valid: give an absolute http or https URL.");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse("The URL must begin with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "") {
    return refuse("The URL contains credentials: send them in a header instead.");
  }
  if (!isHost(url.hostname)) return refuse("The URL has no valid host.");
  if (url.port === "0") return refuse("Port 0 cannot be called.");
  return { ok: true, url };
}

function refuse(message: string): CheckedUrl {
  return { ok: false, code: "url_not_allowed", message };
}

/** Labels of 1 to 63 characters, 253 in all, one trailing dot allowed; or a bracketed IPv6. */
function isHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return true; // the URL parser has checked it
  const host = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  if (host.length === 0 || host.length > 253) return false;
  return host.split(".").every((label) => label.length > 0 && label.length <= 63);
}

function hasSpaceOrControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return true;
  }
  return false;
}
