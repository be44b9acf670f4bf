import { serve } from "@hookline/workflow/react-router";
import { order } from "../../workflows.js";

export const action = serve(order);
