import { serveMany } from "@hookline/workflow/svelte";
import { workflows } from "../../../../../../workflows.js";

export const { POST } = serveMany(workflows);
