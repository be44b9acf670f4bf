import { serve, serveMany } from "@hookline/workflow/bun";
import { order, workflows } from "../workflows.js";

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT),
  routes: { "/api/one": serve(order), "/api/many/:name": serveMany(workflows) },
});
