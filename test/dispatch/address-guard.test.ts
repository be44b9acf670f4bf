import { describe, expect, test } from "bun:test";
import { AddressGuard, type AddressPolicy, isAllowed } from "../../src/dispatch/address-guard.ts";
import { block, parseAddress, parseCidr } from "../../src/dispatch/ip-address.ts";
import { checkUrl } from "../../src/http/target-url.ts";

const PUBLIC: AddressPolicy = { level: "public", allow: [], self: [] };
const PRIVATE: AddressPolicy = { level: "private", allow: [], self: [] };
const NEVER = new AbortController().signal;

function guard(policy: AddressPolicy, addresses: readonly string[] = ["93.184.216.34"]) {
  return new AddressGuard({ policy, lookup: async () => addresses });
}

/** What becomes of a URL: the code of the refusal, or "ok". */
async function verdict(text: string, policy: AddressPolicy): Promise<string> {
  const checked = checkUrl(text);
  if (!checked.ok) return `syntax: ${checked.code}`;
  const target = await guard(policy).resolve(checked.url, NEVER);
  return target.ok ? "ok" : target.code;
}

/** Texts that are no URL we would call, whatever the policy. */
const MALFORMED = [
  "",
  " ",
  "example.com",
  "//example.com/",
  "/path",
  "http://",
  "https://",
  "http:///",
  "http://?",
  "http://:80/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "data:text/plain,hi",
  "s3://bucket/key",
  "blob:https://example.com/1",
  "javascript:alert(1)",
  "gopher://127.0.0.1:25/",
  "ws://example.com/",
  "unix:///var/run/docker.sock",
  "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
  "http://user@example.com/",
  "http://user:secret@example.com/",
  "http://:secret@example.com/",
  "http://1.1.1.1@127.0.0.1/",
  "http://example.com:0/",
  "http://example.com:65536/",
  "http://example.com:port/",
  "http://example.com:-1/",
  "http://a b/",
  " http://example.com/",
  "http://example.com/ ",
  "ht\ntp://example.com/",
  "http://exam\tple.com/",
  "http://example.com/\r\nx: y",
  "http://example.com/\0",
  "http://a%00b/",
  "http://a%2fb/",
  "http://256.1.1.1/",
  "http://1.2.3.4.5/",
  "http://foo.1.2.3.4/",
  "http://[::1/",
  "http://[::1%25eth0]/",
  "http://[v1.a]/",
  "http://[1:2:3]/",
  "http://xn--a/",
  "http://.example.com/",
  "http://a..b/",
  "http://../",
  `http://${"a".repeat(64)}.com/`,
  `http://${"a.".repeat(127)}com/`,
  `http://example.com/${"a".repeat(2_048)}`,
];

/** Allowed at neither level: each would reach a metadata service or nothing sensible. */
const FORBIDDEN = [
  "http://0.0.0.0/",
  "http://0/",
  "http://0.1.2.3/",
  "http://169.254.169.254/latest/meta-data/",
  "http://169.254.169.254./",
  "http://0xa9fea9fe/",
  "http://2852039166/",
  "http://0251.0376.0251.0376/",
  "http://[::ffff:169.254.169.254]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[::169.254.169.254]/",
  "http://[64:ff9b::169.254.169.254]/",
  "http://[64:ff9b:1::1]/",
  "http://[2002:a9fe:a9fe::1]/",
  "http://[2001:0:a9fe:a9fe::]/",
  "http://[2001:0:808:808::5601:5601]/",
  "http://[fe80::1]/",
  "http://[febf::1]/",
  "http://[fd00:ec2::254]/",
  "http://[fd20:ce::254]/",
  "http://100.100.100.200/",
  "http://168.63.129.16/",
  "http://192.0.0.192/",
  "http://100.64.0.1/",
  "http://100.127.255.255/",
  "http://192.0.0.1/",
  "http://192.0.2.1/",
  "http://192.88.99.1/",
  "http://198.18.0.1/",
  "http://198.19.255.255/",
  "http://198.51.100.1/",
  "http://203.0.113.1/",
  "http://224.0.0.1/",
  "http://239.255.255.255/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[::]/",
  "http://[::2]/",
  "http://[::ffff:0:127.0.0.1]/",
  "http://[100::1]/",
  "http://[2001::1]/",
  "http://[2001:db8::1]/",
  "http://[2002::1]/",
  "http://[3fff::1]/",
  "http://[4000::1]/",
  "http://[5f00::1]/",
  "http://[fec0::1]/",
  "http://[ff02::1]/",
  "http://metadata.google.internal/",
  "http://metadata.google.internal./",
  "http://METADATA.google.internal/",
  "http://metadata.goog/",
];

/** Refused by `public`, allowed by `private`. */
const PRIVATE_ONLY = [
  "http://127.0.0.1/",
  "http://127.0.0.1./",
  "http://127.1/",
  "http://127.255.255.254/",
  "http://0x7f.1/",
  "http://0x7f000001/",
  "http://0177.0.0.01/",
  "http://2130706433/",
  "http://①②⑦.⓪.⓪.①/",
  "http://１２７.0.0.1/",
  "http://127。0。0。1/",
  "http://%31%32%37.0.0.1/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[0:0:0:0:0:ffff:10.0.0.1]/",
  "http://10.0.0.1/",
  "http://10.255.255.255/",
  "http://172.16.0.1/",
  "http://172.31.255.255/",
  "http://192.168.0.1/",
  "http://[fc00::1]/",
  "http://[fd12:3456::1]/",
  "http://localhost/",
  "http://localhost./",
  "http://LOCALHOST/",
  "http://foo.localhost/",
  "http://foo.localhost./",
  "http://host.docker.internal/",
];

/** Allowed at both levels; the neighbours of the blocked ranges among them. */
const ALLOWED = [
  "http://example.com/",
  "https://example.com:8443/a?b=c#d",
  "https://example.com./",
  "https://a_b.example.com/",
  "https://xn--bcher-kva.example/",
  "https://bücher.example/",
  "http://localhost.example.com/",
  "http://1.1.1.1/",
  "http://9.255.255.255/",
  "http://11.0.0.0/",
  "http://100.63.255.255/",
  "http://100.128.0.0/",
  "http://126.255.255.255/",
  "http://128.0.0.0/",
  "http://169.253.255.255/",
  "http://169.255.0.0/",
  "http://172.15.255.255/",
  "http://172.32.0.0/",
  "http://192.167.255.255/",
  "http://192.169.0.0/",
  "http://198.17.255.255/",
  "http://198.20.0.0/",
  "http://223.255.255.255/",
  "http://[2606:4700::1111]/",
  "http://[2001:4860:4860::8888]/",
  "http://[2001:1::1]/",
  "http://[::ffff:1.1.1.1]/",
  "http://[2003::1]/",
];

describe("which URLs may be called", () => {
  test.each(MALFORMED)("never, being malformed: %j", async (text) => {
    expect(await verdict(text, PRIVATE)).toBe("syntax: url_not_allowed");
  });

  test.each(FORBIDDEN)("neither publicly nor privately: %s", async (text) => {
    expect(await verdict(text, PUBLIC)).toBe("url_not_allowed");
    expect(await verdict(text, PRIVATE)).toBe("url_not_allowed");
  });

  test.each(PRIVATE_ONLY)("only privately: %s", async (text) => {
    expect(await verdict(text, PUBLIC)).toBe("url_not_allowed");
    expect(await verdict(text, PRIVATE)).toBe("ok");
  });

  test.each(ALLOWED)("always: %s", async (text) => {
    expect(await verdict(text, PUBLIC)).toBe("ok");
    expect(await verdict(text, PRIVATE)).toBe("ok");
  });
});

describe("names", () => {
  async function resolve(addresses: readonly string[], policy = PUBLIC) {
    return await guard(policy, addresses).resolve(new URL("http://app.example/"), NEVER);
  }

  test("one address that is not allowed spoils all", async () => {
    expect(await resolve(["1.1.1.1", "10.0.0.1"])).toMatchObject({ code: "url_not_allowed" });
    expect(await resolve(["1.1.1.1", "::1"])).toMatchObject({ code: "url_not_allowed" });
    expect(await resolve(["::ffff:10.0.0.1"])).toMatchObject({ code: "url_not_allowed" });
    expect(await resolve(["169.254.169.254"], PRIVATE)).toMatchObject({ code: "url_not_allowed" });
  });

  test("resolve to their checked addresses, in the resolver's order", async () => {
    const target = await resolve(["2606:4700::1111", "1.1.1.1"]);

    expect(target).toEqual({ ok: true, addresses: ["2606:4700::1111", "1.1.1.1"] });
  });

  test("without an address, or with one that cannot be read, do not resolve", async () => {
    expect(await resolve([])).toMatchObject({ code: "dns_error" });
    expect(await resolve(["fe80::1%eth0"])).toMatchObject({ code: "dns_error" });
    expect(await resolve(["127.1"])).toMatchObject({ code: "dns_error" });
  });

  test("that the resolver does not know are a DNS error, without its words", async () => {
    const lookup = async () => Promise.reject(new Error("canary"));
    const failing = new AddressGuard({ policy: PUBLIC, lookup });

    const target = await failing.resolve(new URL("http://app.example/"), NEVER);

    expect(target).toMatchObject({ ok: false, code: "dns_error" });
    expect(JSON.stringify(target)).not.toContain("canary");
  });

  test("that take too long are a DNS error", async () => {
    const lookup = () => new Promise<never>(() => {});
    const slow = new AddressGuard({ policy: PUBLIC, lookup, dnsTimeoutMs: 20 });

    const target = await slow.resolve(new URL("http://app.example/"), NEVER);

    expect(target).toMatchObject({ ok: false, code: "dns_error" });
  });

  test("are given up with the request", async () => {
    const controller = new AbortController();
    const lookup = () => new Promise<never>(() => {});
    const slow = new AddressGuard({ policy: PUBLIC, lookup });

    const resolving = slow.resolve(new URL("http://app.example/"), controller.signal);
    controller.abort();

    expect(await resolving).toMatchObject({ ok: false, code: "dns_error" });
  });

  test("are looked up without their trailing dot; addresses are not looked up", async () => {
    const asked: string[] = [];
    const lookup = async (name: string) => {
      asked.push(name);
      return ["1.1.1.1"];
    };
    const asking = new AddressGuard({ policy: PUBLIC, lookup });

    await asking.resolve(new URL("http://app.example./"), NEVER);
    await asking.resolve(new URL("http://1.1.1.1/"), NEVER);
    await asking.resolve(new URL("http://[2606:4700::1111]/"), NEVER);

    expect(asked).toEqual(["app.example"]);
  });
});

describe("the list of allowed blocks", () => {
  function allowing(...blocks: string[]): AddressPolicy {
    return { ...PUBLIC, allow: blocks.map(block) };
  }

  test.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.4", "10.1.2.3", false],
    ["100.64.0.1", "100.64.0.0/10", true],
    ["127.0.0.1", "0.0.0.0/0", true],
    ["::ffff:10.0.0.1", "10.0.0.0/8", true],
    ["fd12::1", "fd12::/16", true],
    // A wide block does not open what only leads to secrets.
    ["169.254.169.254", "0.0.0.0/0", false],
    ["169.254.169.254", "169.254.0.0/16", true],
    ["169.254.169.254", "169.254.169.254/32", true],
    ["fd00:ec2::254", "fc00::/7", false],
    ["fd00:ec2::254", "fd00:ec2::254", true],
    ["fe80::1", "::/0", false],
    ["febf::1", "::/0", false],
    ["0.0.0.0", "0.0.0.0/0", false],
    // A translator that is allowed still leads only to what is allowed.
    ["64:ff9b::8.8.8.8", "64:ff9b::/96", true],
    ["64:ff9b::10.0.0.1", "64:ff9b::/96", false],
    ["2002:a00:1::1", "2002::/16", false],
    ["2001:0:a00:1::", "2001::/32", false],
    // Teredo hides the client's address by inverting it: f5ff:fffe is 10.0.0.1.
    ["2001:0:808:808::f5ff:fffe", "2001::/32", false],
    ["2001:0:808:808::f7f7:f7f7", "2001::/32", true],
  ])("%s under %s: %p", (address, allowed, expected) => {
    const parsed = parseAddress(address);

    expect(parsed !== null && isAllowed(parsed, allowing(allowed))).toBe(expected);
  });

  test.each([
    "",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0/8",
    "a/8",
    "::1/1/1",
  ])("does not take %j", (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});

test.each([
  "1:2:3:4::5:6:7:8",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  ":1:2:3:4:5:6:7",
  "12345::",
  "g::",
  "::1.2.3",
  "1.2.3.4::",
  "1.2.3",
  "1.2.3.256",
  "01.2.3.4",
  "1.2.3.4 ",
  "fe80::1%eth0",
  "",
])("%j is not an address", (text) => {
  expect(parseAddress(text)).toBeNull();
});

describe("this server itself", () => {
  const self = [
    { address: "0.0.0.0", port: 4665 },
    { address: "192.168.1.5", port: 4665 },
  ];
  const policy: AddressPolicy = { level: "private", allow: [block("0.0.0.0/0")], self };

  test.each([
    ["http://127.0.0.1:4665/", false],
    ["http://127.9.9.9:4665/", false],
    ["http://[::1]:4665/", false],
    ["http://[::ffff:127.0.0.1]:4665/", false],
    ["http://192.168.1.5:4665/", false],
    ["https://192.168.1.5:4665/", false],
    ["http://192.168.1.5:4666/", true],
    ["http://192.168.1.6:4665/", true],
    ["http://127.0.0.1/", true],
  ])("is not called: %s", async (text, allowed) => {
    const target = await guard(policy).resolve(new URL(text), NEVER);

    expect(target.ok).toBe(allowed);
  });

  test("is recognised on the default port", async () => {
    const on443 = { ...policy, self: [{ address: "127.0.0.1", port: 443 }] };

    expect(guard(on443).check(new URL("https://127.0.0.1/"))).not.toBeNull();
    expect(guard(on443).check(new URL("http://127.0.0.1/"))).toBeNull();
  });
});
