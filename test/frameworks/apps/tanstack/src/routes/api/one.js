import { serve } from "@hookline/workflow/tanstack";
import { createFileRoute } from "@tanstack/react-router";
import { order } from "../../../../workflows.js";

export const Route = createFileRoute("/api/one")({ server: { handlers: serve(order) } });
