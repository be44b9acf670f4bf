import { serve, serveMany } from "@hookline/workflow/fetch";
import { order, workflows } from "../workflows.js";

const one = serve(order);
const many = serveMany(workflows);

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT),
  fetch: (request) =>
    new URL(request.url).pathname.startsWith("/api/many/")
      ? many.handler(request)
      : one.POST(request),
});
