import { serve, serveMany } from "@hookline/workflow/cloudflare";
import { order, workflows } from "../workflows.js";

const one = serve(order);
const many = serveMany(workflows);

export default {
  fetch: (request, env) =>
    new URL(request.url).pathname.startsWith("/api/many/")
      ? many.fetch(request, env)
      : one.fetch({ request, env }),
};
