/** A bare Bun server that echoes: the ceiling that the other figures stand beside. */
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: async (request) => new Response(await request.arrayBuffer()),
});
console.log(server.url.href);
