import { serve, serveMany } from "@hookline/workflow/elysia";
import { Elysia } from "elysia";
import { order, workflows } from "../workflows.js";

new Elysia()
  .post("/api/one", serve(order), { parse: "none" })
  .post("/api/many/:name", serveMany(workflows), { parse: "none" })
  .listen({ hostname: "127.0.0.1", port: Number(process.env.PORT) });
