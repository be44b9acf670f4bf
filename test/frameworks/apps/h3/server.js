import { serve, serveMany } from "@hookline/workflow/h3";
import { H3, serve as listen } from "h3";
import { order, workflows } from "../workflows.js";

const app = new H3();
app.post("/api/one", serve(order).handler);
app.post("/api/many/:name", serveMany(workflows).handler);

listen(app, { hostname: "127.0.0.1", port: Number(process.env.PORT) });
