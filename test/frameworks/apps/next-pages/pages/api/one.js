import { servePagesRouter } from "@hookline/workflow/nextjs";
import { order } from "../../../workflows.js";

export const config = { api: { bodyParser: false } };

const { handler } = servePagesRouter(order);
export default handler;
