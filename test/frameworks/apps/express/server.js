import { serve, serveMany } from "@hookline/workflow/express";
import express from "express";
import { order, workflows } from "../workflows.js";

const app = express();
app.post("/api/one", serve(order));
app.use("/api/many", serveMany(workflows));

app.listen(Number(process.env.PORT), "127.0.0.1");
