import { expect, test } from "bun:test";
import { StartupError } from "../../src/config/startup-error.ts";
import { probePort } from "../../src/server/listen-port.ts";

function refusalOf(host: string, port: number): StartupError {
  try {
    probePort(host, port);
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
  throw new Error("the port was found to be free");
}

test("port 0 becomes a free port, which is free again", () => {
  const port = probePort("127.0.0.1", 0);

  expect(port).toBeGreaterThan(0);
  expect(probePort("127.0.0.1", port)).toBe(port);
});

test("a port in use is named", () => {
  using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });

  const refusal = refusalOf("127.0.0.1", listener.port);

  expect(refusal).toMatchObject({ code: "port_in_use", exitCode: 69 });
  expect(refusal.message).toContain(String(listener.port));
});

test.each(["192.0.2.1", "nonexistent.invalid"])(
  "an address that is not ours is named: %s",
  (host) => {
    expect(refusalOf(host, 0)).toMatchObject({ code: "address_not_available", exitCode: 78 });
  },
);
