import { serveMany } from "@hookline/workflow/react-router";
import { workflows } from "../../workflows.js";

export const action = serveMany(workflows);
