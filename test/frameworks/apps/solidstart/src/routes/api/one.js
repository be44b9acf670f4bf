import { serve } from "@hookline/workflow/solidjs";
import { order } from "../../../../workflows.js";

export const { POST } = serve(order);
