import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { mustRun, ROOT } from "./run.ts";

/**
 * Makes dist/hookline: one file that needs nothing but glibc.
 *
 * Never minify: Elysia reads the source text of handlers to learn what they use, and a minified
 * handler silently loses its body. Never `strip` the result: it turns into the plain `bun` program.
 */
const OUTPUT = join(ROOT, "dist", "hookline");

const FLAGS = [
  "--compile",
  // Halves the time to start. Bytecode alone would mean CommonJS, without top-level await.
  "--bytecode",
  "--format=esm",
  "--sourcemap",
  // Otherwise the binary obeys a .env or bunfig.toml of whatever folder it is started in.
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
];

const dist = join(ROOT, "dist");
await mkdir(dist, { recursive: true });
// Maps land beside the binary: build elsewhere and move the one file that counts. Same folder,
// so that the move is atomic and a running server keeps its own file.
const workshop = await mkdtemp(join(dist, ".build-"));
try {
  const built = join(workshop, "hookline");
  await mustRun(["bun", "build", ...FLAGS, "src/main.ts", "--outfile", built], {
    environment: { NODE_ENV: "production" },
  });
  await chmod(built, 0o755);
  await rename(built, OUTPUT);
} finally {
  await rm(workshop, { recursive: true, force: true });
}
