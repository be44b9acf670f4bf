import { servePagesRouter } from "@hookline/workflow/nextjs";
import { order } from "../../../workflows.js";

// Without `config`: Next.js parses the body.
const { handler } = servePagesRouter(order);
export default handler;
