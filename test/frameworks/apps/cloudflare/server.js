// Runs the bundled worker in workerd, as `wrangler dev` does.
import { Miniflare } from "miniflare";

const { PORT, HOOKLINE_PUBLIC_KEY, WORKER } = process.env;
const miniflare = new Miniflare({
  host: "127.0.0.1",
  port: Number(PORT),
  cf: false, // or it asks Cloudflare for the properties of a request
  modules: true,
  scriptPath: `out/${WORKER}.js`,
  compatibilityDate: "2026-06-01",
  bindings: { HOOKLINE_PUBLIC_KEY },
});
await miniflare.ready;
