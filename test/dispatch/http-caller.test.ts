import { describe, expect, test } from "bun:test";
import type { Socket } from "node:net";
import type { Lookup } from "../../src/dispatch/address-guard.ts";
import { answer, caller, exchange, MIB, request } from "./http-exchange.ts";
import { closedPort, rawServer } from "./raw-server.ts";

describe("answers", () => {
  test("come back whole: status, headers in pairs, body", async () => {
    const outcome = await exchange(
      answer("HTTP/1.1 201 Created\ncontent-length: 2\nset-cookie: a\nset-cookie: b\n", "hi"),
    );

    expect(outcome).toMatchObject({
      ok: true,
      status: 201,
      headers: [
        ["content-length", "2"],
        ["set-cookie", "a"],
        ["set-cookie", "b"],
      ],
    });
    expect(outcome.ok && Buffer.from(outcome.body).toString()).toBe("hi");
    expect(outcome.durationMs).toBeGreaterThan(0);
  });

  test.each([200, 204, 205, 304, 400, 404, 489, 500, 599, 999])(
    "of status %p are answers",
    async (status) => {
      const outcome = await exchange(answer(`HTTP/1.1 ${status} X\ncontent-length: 0\n`));

      expect(outcome).toMatchObject({ ok: true, status });
    },
  );

  test("that redirect are not followed", async () => {
    await using metadata = await rawServer(answer("HTTP/1.1 200 OK\ncontent-length: 0\n"));
    const outcome = await exchange(
      answer(`HTTP/1.1 307 X\nlocation: ${metadata.url}\ncontent-length: 0\n`),
    );

    expect(outcome).toMatchObject({ ok: true, status: 307 });
    expect(metadata.received).toEqual([]);
  });

  test("to HEAD have no body, whatever length they state", async () => {
    const outcome = await exchange(answer(`HTTP/1.1 200 OK\ncontent-length: ${99 * MIB}\n`), {
      method: "HEAD",
      body: null,
    });

    expect(outcome).toMatchObject({ ok: true, status: 200, body: new Uint8Array(0) });
  });

  test.each([
    ["chunked", "transfer-encoding: chunked\n", "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"],
    ["after a thousand 100 Continue", "content-length: 6\n", "hello!"],
  ])("%s are read", async (name, framing, body) => {
    const informational = name.includes("100") ? "HTTP/1.1 100 Continue\n\n".repeat(1_000) : "";
    const outcome = await exchange(answer(`${informational}HTTP/1.1 200 OK\n${framing}`, body));

    expect(outcome.ok && Buffer.from(outcome.body).toString()).toBe("hello!");
  });
});

describe("failures", () => {
  test("nobody listens", async () => {
    const outcome = await caller().send(request(`http://127.0.0.1:${await closedPort()}/`));

    expect(outcome).toMatchObject({ ok: false, code: "connect_error" });
  });

  test.each<[string, string, (socket: Socket) => void]>([
    ["closed before the answer", "connect_error", (socket) => socket.destroy()],
    ["reset before the answer", "connect_error", (socket) => socket.resetAndDestroy()],
    [
      "closed within the body",
      "connect_error",
      cutAfter("HTTP/1.1 200 OK\ncontent-length: 9\n\nhi"),
    ],
    [
      "reset within the body",
      "connect_error",
      cutAfter("HTTP/1.1 200 OK\ncontent-length: 9\n\nhi", (socket) => socket.resetAndDestroy()),
    ],
    [
      "closed within a chunk",
      "connect_error",
      cutAfter("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n9\nhi"),
    ],
    [
      "closed between chunks",
      "connect_error",
      cutAfter("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\nhi\n"),
    ],
    ["no HTTP", "protocol_error", answer("SSH-2.0-OpenSSH_9\n")],
    ["status 99", "protocol_error", answer("HTTP/1.1 99 X\ncontent-length: 0\n")],
    ["a negative length", "protocol_error", answer("HTTP/1.1 200 OK\ncontent-length: -1\n")],
    [
      "two lengths",
      "protocol_error",
      answer("HTTP/1.1 200 OK\ncontent-length: 1\ncontent-length: 2\n"),
    ],
    [
      "a bad chunk size",
      "protocol_error",
      answer("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n", "zz\r\n"),
    ],
    [
      "broken gzip",
      "protocol_error",
      answer("HTTP/1.1 200 OK\ncontent-encoding: gzip\ncontent-length: 3\n", "abc"),
    ],
    [
      "a megabyte of headers",
      "response_too_large",
      answer(`HTTP/1.1 200 OK\nx: ${"a".repeat(MIB)}\ncontent-length: 0\n`),
    ],
  ])("%s is %s", async (_, code, reply) => {
    expect(await exchange(reply)).toMatchObject({ ok: false, code });
  });

  test.each<[string, (socket: Socket) => void]>([
    ["no byte", () => {}],
    ["half a head", (socket) => socket.write("HTTP/1.1 200 OK\r\n")],
    ["half a body", answer("HTTP/1.1 200 OK\ncontent-length: 9\n", "hi")],
    ["a byte now and then", drip("HTTP/1.1 200 OK\r\nx: ")],
    [
      "a slow endless body",
      drip("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\na\r\n"),
    ],
  ])("an endpoint that sends %s runs into the total deadline", async (_, reply) => {
    await using server = await rawServer(reply);

    const outcome = await caller().send(request(server.url, { timeoutMs: 120 }));

    expect(outcome).toMatchObject({ ok: false, code: "timeout" });
    expect(outcome.durationMs).toBeWithin(100, 2_000);
    await server.closed;
  });

  test("a TLS handshake with a server that speaks none is a TLS error", async () => {
    await using server = await rawServer(answer("HTTP/1.1 400 Bad\n"));
    const plain = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: { data: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") },
    });

    const outcome = await caller().send(request(`https://127.0.0.1:${plain.port}/`));
    plain.stop(true);

    expect(outcome).toMatchObject({ ok: false, code: "tls_error" });
    expect(server.received).toEqual([]);
  });

  test("the caller gives up: before, while connecting to a name, and while waiting", async () => {
    const given = new AbortController();
    given.abort();
    const before = await exchange(() => {}, { controller: given });
    const resolving = new AbortController();
    const never: Lookup = () => {
      resolving.abort();
      return new Promise(() => {});
    };
    const during = await caller(never).send(
      request("http://app.example/", { controller: resolving }),
    );
    const waiting = new AbortController();
    const after = await exchange(() => waiting.abort(), { controller: waiting });

    for (const outcome of [before, during, after]) {
      expect(outcome).toMatchObject({ ok: false, code: "aborted" });
    }
  });

  test.each([
    ["GET", "invalid_request"],
    ["HEAD", "invalid_request"],
    ["TRACE", "invalid_request"],
    ["CONNECT", "invalid_request"],
    ["FOO", "invalid_request"],
    ["post", "invalid_request"],
  ])("a body with %s cannot be sent", async (method, code) => {
    await using server = await rawServer(answer("HTTP/1.1 200 OK\ncontent-length: 0\n"));

    const outcome = await caller().send(request(server.url, { method }));

    expect(outcome).toMatchObject({ ok: false, code });
    expect(server.received).toEqual([]);
  });

  test.each([
    ["http://169.254.169.254/latest/meta-data/"],
    ["file:///etc/passwd"],
    ["http://user:pass@127.0.0.1/"],
    ["nonsense"],
  ])("%s is not allowed", async (url) => {
    expect(await caller().send(request(url))).toMatchObject({ ok: false, code: "url_not_allowed" });
  });

  test("a header that cannot be sent is an invalid request, and nothing is sent", async () => {
    const outcome = await exchange(() => {}, { headers: [["x-a", "b\r\nx-c: d"]] });

    expect(outcome).toMatchObject({ ok: false, code: "invalid_request" });
  });
});

describe("requests", () => {
  const OK = answer("HTTP/1.1 200 OK\ncontent-length: 0\n");

  test("carry method, path, headers and body, but no header of the connection", async () => {
    await using server = await rawServer(OK);

    await caller().send(
      request(`${server.url}?a=b#c`, {
        method: "PUT",
        body: new Uint8Array([1, 2, 255]),
        headers: [
          ["X-Tenant", "acme"],
          ["Host", "evil.example"],
          ["Content-Length", "99"],
          ["Transfer-Encoding", "chunked"],
          ["Connection", "close"],
          ["Expect", "100-continue"],
        ],
      }),
    );

    const [text = ""] = server.received;
    expect(text).toStartWith("PUT /endpoint?a=b HTTP/1.1\r\n");
    expect(text).toContain("X-Tenant: acme\r\n");
    expect(text).toContain(`Host: 127.0.0.1:${server.port}\r\n`);
    expect(text).toContain("Content-Length: 3\r\n");
    expect(text.toLowerCase()).toContain("accept-encoding: identity\r\n");
    expect(text).not.toMatch(/evil|chunked|close|expect/i);
    expect(text).toEndWith("\r\n\r\n\u0001\u0002\u00ff");
  });

  test("go to the checked address: the name is resolved once, and sent as Host", async () => {
    await using server = await rawServer(OK);
    await using other = await rawServer(OK);
    let asked = 0;
    const flipping: Lookup = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
    };

    const outcome = await caller(flipping).send(request(`http://app.example:${server.port}/x`));

    expect(outcome).toMatchObject({ ok: true, status: 200 });
    expect(asked).toBe(1);
    expect(server.received[0]).toContain(`Host: app.example:${server.port}\r\n`);
    expect(other.received).toEqual([]);
  });

  test("never use an environment's proxy", async () => {
    await using server = await rawServer(OK);
    await using proxy = await rawServer(OK);
    const saved = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;

    const outcome = await caller().send(request(server.url));
    if (saved === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = saved;

    expect(outcome).toMatchObject({ ok: true });
    expect(proxy.received).toEqual([]);
  });

  test("try the next address when nobody listens at the first", async () => {
    await using server = await rawServer(OK);
    const lookup: Lookup = async () => ["127.0.0.2", "::1", "127.0.0.1"];

    const outcome = await caller(lookup).send(request(`http://app.example:${server.port}/x`));

    expect(outcome).toMatchObject({ ok: true, status: 200 });
  });

  test("are not repeated at the next address once something was sent", async () => {
    await using server = await rawServer((socket) => socket.destroy());
    const lookup: Lookup = async () => ["127.0.0.1", "127.0.0.1"];

    const outcome = await caller(lookup).send(request(`http://app.example:${server.port}/x`));

    expect(outcome).toMatchObject({ ok: false, code: "connect_error" });
    expect(server.received.length).toBe(1);
  });

  test("over TLS name the host to the server, not the address that is dialled", async () => {
    const { promise: hello, resolve } = Promise.withResolvers<string>();
    const listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data: (socket, data) => {
          resolve(data.toString("latin1"));
          socket.end();
        },
      },
    });
    const lookup: Lookup = async () => ["127.0.0.1"];

    const outcome = await caller(lookup).send(request(`https://app.example.:${listener.port}/`));
    listener.stop(true);

    // The server name is the only readable text of a TLS client hello.
    expect(await hello).toContain("app.example\0");
    expect(outcome.ok).toBe(false);
  });
});

function cutAfter(text: string, end: (socket: Socket) => void = (socket) => socket.destroy()) {
  return (socket: Socket): void => {
    // Ended only when the bytes have left, or there would be nothing to cut.
    socket.write(text.replaceAll("\n", "\r\n"), () => setTimeout(() => end(socket), 20));
  };
}

function drip(head: string, drop = "a") {
  return (socket: Socket): void => {
    socket.write(head);
    const timer = setInterval(() => socket.write(drop), 10);
    socket.on("close", () => clearInterval(timer));
  };
}
