import { serve } from "@hookline/workflow/astro";
import { order } from "../../../../workflows.js";

export const prerender = false;
export const { POST } = serve(order);
