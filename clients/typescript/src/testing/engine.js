// The server's own engine. The package gets it bundled into one file in this one's place.
export { openWorkbench } from "../../../../src/testing/open-workbench.ts";
