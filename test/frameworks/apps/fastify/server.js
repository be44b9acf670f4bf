import { serve, serveMany } from "@hookline/workflow/fastify";
import Fastify from "fastify";
import { order, workflows } from "../workflows.js";

const app = Fastify();
app.register(serve(order), { prefix: "/api/one" });
app.register(serveMany(workflows), { prefix: "/api/many" });
// A route of the app beside them still gets its JSON parsed.
app.post("/api/echo", async (request) => ({ parsed: request.body }));

await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
