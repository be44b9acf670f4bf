/** How one framework's app is built and started, and where its routes are. */
export interface FrameworkApp {
  readonly name: string;
  /** Below `apps/`. */
  readonly folder: string;
  /** A program and its arguments; none for what needs no build. */
  readonly build?: readonly string[];
  readonly start: readonly string[];
  readonly env?: Record<string, string>;
  readonly quickStart: QuickStart;
}

/** A page of docs/quickstarts, whose code becomes a file of the app. */
export interface QuickStart {
  readonly page: string;
  readonly route: string;
  /** Where it is a program of its own, beside the app. */
  readonly start?: readonly string[];
  readonly env?: Record<string, string>;
}

/** The route of one workflow in every app. */
export const ONE = "/api/one";

/** The route of several in every app, without the name. */
export const MANY = "/api/many";

const bun = process.execPath;
const node = "node";
const deno = ["deno", "run", "--no-prompt", "--allow-net", "--allow-env"];

/** Frameworks whose app is one file, which runs as it is. */
const SERVERS: readonly FrameworkApp[] = [
  {
    name: "plain fetch",
    folder: "fetch",
    start: [bun, "server.js"],
    quickStart: { page: "fetch.md", route: "/", start: [bun, "quick-start.js"] },
  },
  {
    name: "Bun",
    folder: "bun",
    start: [bun, "server.js"],
    quickStart: { page: "bun.md", route: "/order", start: [bun, "server.ts"] },
  },
  {
    name: "Elysia on Bun",
    folder: "elysia",
    start: [bun, "server.js"],
    quickStart: { page: "elysia.md", route: "/order", start: [bun, "server.ts"] },
  },
  ...["hono", "express", "fastify", "h3"].map((folder) => ({
    name: `${folder} on Node`,
    folder,
    start: [node, "server.js"],
    quickStart: { page: `${folder}.md`, route: "/order", start: [node, "server.ts"] },
  })),
  {
    name: "h3 version 1 on Node",
    folder: "h3-v1",
    start: [node, "server.js"],
    quickStart: { page: "h3.md", route: "/order", start: [node, "server.ts"] },
  },
  {
    name: "Deno",
    folder: "deno",
    start: [...deno, "server.js"],
    quickStart: { page: "deno.md", route: "/", start: [...deno, "server.ts"] },
  },
  {
    name: "Cloudflare's workerd",
    folder: "cloudflare",
    build: [bun, "build", "worker.js", "src/worker.ts", "--outdir=out", "--target=browser"],
    start: [node, "server.js"],
    env: { WORKER: "worker" },
    quickStart: {
      page: "cloudflare.md",
      route: "/",
      start: [node, "server.js"],
      env: { WORKER: "src/worker" },
    },
  },
];

const nitro = [node, ".output/server/index.mjs"];

/** Frameworks with routes in files, and a build. */
const BUILT: readonly FrameworkApp[] = [
  {
    name: "Next.js with the App Router",
    folder: "next",
    build: ["next", "build"],
    start: ["next", "start"],
    page: "nextjs.md",
  },
  {
    name: "Next.js with the Pages Router",
    folder: "next-pages",
    build: ["next", "build"],
    start: ["next", "start"],
    page: "nextjs-pages.md",
  },
  {
    name: "SvelteKit",
    folder: "sveltekit",
    build: ["vite", "build"],
    start: [node, "build/index.js"],
    // Its Node adapter takes 512 KiB by default.
    env: { BODY_SIZE_LIMIT: "64M" },
    page: "sveltekit.md",
  },
  {
    name: "SolidStart",
    folder: "solidstart",
    build: ["vite", "build"],
    start: nitro,
    page: "solidstart.md",
  },
  {
    name: "Astro",
    folder: "astro",
    build: ["astro", "build"],
    start: [node, "dist/server/entry.mjs"],
    page: "astro.md",
  },
  {
    name: "TanStack Start",
    folder: "tanstack",
    build: ["vite", "build"],
    start: nitro,
    page: "tanstack-start.md",
  },
  {
    name: "React Router",
    folder: "react-router",
    build: ["react-router", "build"],
    start: ["react-router-serve", "build/server/index.js"],
    page: "react-router.md",
  },
  { name: "Nuxt", folder: "nuxt", build: ["nuxt", "build"], start: nitro, page: "nuxt.md" },
].map(({ page, ...app }) => ({ ...app, quickStart: { page, route: "/api/order" } }));

/** All apps: each serves one workflow, several workflows, and what its quick start shows. */
export const APPS: readonly FrameworkApp[] = [...SERVERS, ...BUILT];
