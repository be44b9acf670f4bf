import { serveMany } from "@hookline/workflow/nuxt";
import { workflows } from "../../../../workflows.js";

const { handler } = serveMany(workflows);
export default handler;
