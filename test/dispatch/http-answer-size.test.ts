import { describe, expect, test } from "bun:test";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { answer, caller, exchange, MIB, request } from "./http-exchange.ts";
import { type RawServer, rawServer } from "./raw-server.ts";

describe("size", () => {
  test.each([
    ["stated", true],
    ["chunked", false],
  ])("a body of 100 MB, %s, is cut off early", async (_, isStated) => {
    const framing = isStated ? `content-length: ${100 * MIB}` : "transfer-encoding: chunked";
    await using server = await rawServer((socket, self) => {
      socket.write(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n`);
      pour(socket, self, { size: 100 * MIB, isChunked: !isStated });
    });

    const outcome = await caller().send(request(server.url, { bytesMax: MIB }));
    await server.closed;

    expect(outcome).toMatchObject({ ok: false, code: "response_too_large" });
    expect(server.written).toBeLessThan(60 * MIB);
  });

  test.each(["content-length: 900000000", "transfer-encoding: chunked"])(
    "an endpoint whose answer is too large loses its connection, though it sends no more: %s",
    async (framing) => {
      await using server = await rawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n800\r\n${"x".repeat(2_048)}\r\n`);
      });

      const outcome = await caller().send(request(server.url, { bytesMax: 1_000 }));
      const pause = new Promise((resolve) => setTimeout(resolve, 1_000, "open"));

      expect(outcome).toMatchObject({ ok: false, code: "response_too_large" });
      expect(await Promise.race([server.closed.then(() => "closed"), pause])).toBe("closed");
    },
  );

  test("a chunked body that states a small length is counted all the same", async () => {
    const framing = "content-length: 10\r\ntransfer-encoding: chunked";
    await using server = await rawServer((socket, self) => {
      socket.write(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n`);
      pour(socket, self, { size: 40 * MIB, isChunked: true });
    });

    const outcome = await caller().send(request(server.url, { bytesMax: 1_000 }));

    expect(outcome).toMatchObject({ ok: false });
  });

  test.each([
    [9, false],
    [10, true],
    [11, true],
  ])("a limit of %p bytes for ten, both ways of framing", async (bytesMax, fits) => {
    const stated = answer("HTTP/1.1 200 OK\ncontent-length: 10\n", "0123456789");
    const chunked = answer(
      "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n",
      "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
    );

    for (const reply of [stated, chunked]) {
      const outcome = await exchange(reply, { bytesMax });
      expect(outcome.ok).toBe(fits);
    }
  });

  test("an error page is cut where a good answer would be refused", async () => {
    const page = answer(`HTTP/1.1 500 X\ncontent-length: ${MIB}\n`, "x".repeat(MIB));

    const outcome = await exchange(page, { errorBytesMax: 100 });
    const refused = await exchange(
      answer(`HTTP/1.1 200 X\ncontent-length: ${MIB}\n`, "x".repeat(MIB)),
      { errorBytesMax: 100, bytesMax: 1_000 },
    );

    expect(outcome).toMatchObject({ ok: true, status: 500 });
    expect(outcome.ok && outcome.body.byteLength).toBe(100);
    expect(refused).toMatchObject({ ok: false, code: "response_too_large" });
  });

  test.each<[string, (input: Buffer) => Buffer]>([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ])("%s is decompressed up to the limit, and no bomb beyond it", async (encoding, compress) => {
    const small = compress(Buffer.from("hello"));
    const bomb = compress(Buffer.alloc(32 * MIB));
    const head = (body: Buffer) =>
      `HTTP/1.1 200 OK\ncontent-encoding: ${encoding}\ncontent-length: ${body.byteLength}\n`;

    const good = await exchange(answer(head(small), small));
    const bad = await exchange(answer(head(bomb), bomb));

    expect(good).toMatchObject({ ok: true, headers: [] });
    expect(good.ok && Buffer.from(good.body).toString()).toBe("hello");
    expect(bad).toMatchObject({ ok: false, code: "response_too_large" });
  });

  test("an encoding that is not known is left alone, header and all", async () => {
    const outcome = await exchange(
      answer("HTTP/1.1 200 OK\ncontent-encoding: aws-chunked\ncontent-length: 2\n", "hi"),
    );

    expect(outcome).toMatchObject({
      ok: true,
      headers: [
        ["content-encoding", "aws-chunked"],
        ["content-length", "2"],
      ],
    });
  });
});

function pour(
  socket: Socket,
  server: RawServer,
  { size, isChunked }: { size: number; isChunked: boolean },
): void {
  const block = Buffer.alloc(64 * 1024, 97);
  const piece = isChunked
    ? Buffer.concat([Buffer.from("10000\r\n"), block, Buffer.from("\r\n")])
    : block;
  const step = (): void => {
    while (server.written < size && !socket.destroyed) {
      server.written += block.byteLength;
      if (!socket.write(piece)) {
        socket.once("drain", step);
        return;
      }
    }
  };
  step();
}
