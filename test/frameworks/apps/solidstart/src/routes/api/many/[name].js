import { serveMany } from "@hookline/workflow/solidjs";
import { workflows } from "../../../../../workflows.js";

export const { POST } = serveMany(workflows);
