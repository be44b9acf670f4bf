import { serve } from "@hookline/workflow/h3";
import { order } from "../../../workflows.js";

const { handler } = serve(order);
export default handler;
