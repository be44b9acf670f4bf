import { Elysia } from "elysia";
import { refuse } from "../http/problem.ts";
import { readErrorTexts } from "./error-texts.ts" with { type: "macro" };

const TEXTS = new Map(Object.entries(readErrorTexts()));

/** `/errors/<code>`: where the `type` of a problem leads. */
export function errorPages() {
  return new Elysia({ name: "server.error-pages" }).get(
    "/errors/:code",
    ({ params, set }) => {
      const text = TEXTS.get(params.code);
      if (text === undefined) return refuse(set, "not_found");
      return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
    },
    { detail: { hide: true } },
  );
}
