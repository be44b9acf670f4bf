import { serve } from "@hookline/workflow/nextjs";
import { order } from "../../../../workflows.js";

export const { POST } = serve(order);
