import { serve as listen } from "@hono/node-server";
import { serve, serveMany } from "@hookline/workflow/hono";
import { Hono } from "hono";
import { order, workflows } from "../workflows.js";

const app = new Hono();
app.post("/api/one", serve(order));
app.post("/api/many/:name", serveMany(workflows));

listen({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT) });
