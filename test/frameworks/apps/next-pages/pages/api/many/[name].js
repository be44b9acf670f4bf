import { serveManyPagesRouter } from "@hookline/workflow/nextjs";
import { workflows } from "../../../../workflows.js";

export const config = { api: { bodyParser: false } };

const { handler } = serveManyPagesRouter(workflows);
export default handler;
