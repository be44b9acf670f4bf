import { serve, serveMany } from "@hookline/workflow/deno";
import { order, workflows } from "../workflows.js";

const one = serve(order);
const many = serveMany(workflows);

Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")) }, (request) =>
  new URL(request.url).pathname.startsWith("/api/many/") ? many(request) : one(request),
);
