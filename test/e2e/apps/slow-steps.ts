/** A workflow of three steps, each of which leaves a line in a file before it takes its time. */
import { appendFileSync } from "node:fs";
import { serve } from "@hookline/workflow/bun";

const { STEPS_FILE = "", PORT = "0", STEP_MS = "300" } = process.env;

const workflow = serve(async (context) => {
  const done: string[] = [];
  for (const name of ["one", "two", "three"]) {
    const result = await context.run(name, async () => {
      appendFileSync(STEPS_FILE, `begin ${name}\n`);
      await new Promise((resolve) => setTimeout(resolve, Number(STEP_MS)));
      appendFileSync(STEPS_FILE, `end ${name}\n`);
      return name;
    });
    done.push(result);
  }
  return done;
});

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(PORT),
  idleTimeout: 0,
  fetch: workflow,
});
console.log(`listening on http://127.0.0.1:${server.port}`);
