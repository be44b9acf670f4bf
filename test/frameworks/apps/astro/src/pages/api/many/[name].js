import { serveMany } from "@hookline/workflow/astro";
import { workflows } from "../../../../../workflows.js";

export const prerender = false;
export const { POST } = serveMany(workflows);
