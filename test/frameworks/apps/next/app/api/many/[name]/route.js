import { serveMany } from "@hookline/workflow/nextjs";
import { workflows } from "../../../../../workflows.js";

export const { POST } = serveMany(workflows);
