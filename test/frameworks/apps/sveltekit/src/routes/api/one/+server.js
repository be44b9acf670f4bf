import { serve } from "@hookline/workflow/svelte";
import { order } from "../../../../../workflows.js";

export const { POST } = serve(order);
