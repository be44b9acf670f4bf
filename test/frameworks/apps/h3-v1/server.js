import { createServer } from "node:http";
import { serve, serveMany } from "@hookline/workflow/h3";
import { createApp, createRouter, toNodeListener } from "h3-v1";
import { order, workflows } from "../workflows.js";

const router = createRouter();
router.post("/api/one", serve(order).handler);
router.post("/api/many/:name", serveMany(workflows).handler);

const app = createApp().use(router);
createServer(toNodeListener(app)).listen(Number(process.env.PORT), "127.0.0.1");
