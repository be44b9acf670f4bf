/** An answer over HTTP, before a framework's own form is given to it. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PROBLEM_HEADERS = { "content-type": "application/problem+json" } as const;

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Unauthorized",
  405: "Method not allowed",
  422: "Unsupported protocol",
  500: "Workflow endpoint error",
};

/** Refuses a request with RFC 9457 problem details. `detail` must not hold secrets or the body. */
export function problem(status: number, code: string, detail: string): EndpointResponse {
  const title = TITLES[status] ?? "Error";
  const body = JSON.stringify({ type: "about:blank", title, status, code, detail });
  const headers = status === 405 ? { ...PROBLEM_HEADERS, allow: "POST" } : PROBLEM_HEADERS;
  return { status, headers, body };
}
