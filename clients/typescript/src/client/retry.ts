/** When a request that got no answer is sent again. */
export interface RetryOptions {
  /** How often, after the first try. Default: 5. */
  readonly retries?: number;
  /** Milliseconds before the next try; the count is 0 at first. Default: `50 * exp(count)`. */
  readonly backoff?: (retryCount: number) => number;
}

/** As the stock SDK has it: about 4 seconds in all, in which a server can restart. */
const RETRIES_DEFAULT = 5;

/**
 * A `fetch` that tries again when there was no answer. A POST may have been carried out all the
 * same, so it is not repeated, nor is giving a dead letter up, which can be done once. Everything
 * else is, since doing it twice changes nothing: a schedule that a repetition does not find is
 * deleted.
 */
export function retryingFetch(
  options: RetryOptions | false,
): (request: Request) => Promise<Response> {
  const retries = options === false ? 0 : (options.retries ?? RETRIES_DEFAULT);
  const backoff = (options === false ? undefined : options.backoff) ?? defaultBackoff;
  return async (request) => {
    if (!isRepeatable(request)) return fetch(request);
    for (let retryCount = 0; ; retryCount += 1) {
      try {
        const response = await fetch(request.clone() as typeof request);
        return retryCount > 0 && isGone(request, response) ? deleted() : response;
      } catch (error) {
        if (retryCount >= retries || request.signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, backoff(retryCount)));
      }
    }
  };
}

function isRepeatable({ method, url }: Request): boolean {
  return method !== "POST" && !(method === "DELETE" && url.includes("/v1/dead-letters/"));
}

function isGone({ method, url }: Request, { status }: Response): boolean {
  return method === "DELETE" && status === 404 && url.includes("/v1/schedules/");
}

function deleted(): Response {
  return new Response(null, { status: 204 });
}

function defaultBackoff(retryCount: number): number {
  return 50 * Math.exp(retryCount);
}
