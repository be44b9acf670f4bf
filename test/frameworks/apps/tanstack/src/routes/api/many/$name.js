import { serveMany } from "@hookline/workflow/tanstack";
import { createFileRoute } from "@tanstack/react-router";
import { workflows } from "../../../../../workflows.js";

export const Route = createFileRoute("/api/many/$name")({
  server: { handlers: serveMany(workflows) },
});
