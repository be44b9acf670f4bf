import { lookup as dnsLookup } from "node:dns/promises";
import {
  block,
  type Cidr,
  embeddedAddresses,
  type IpAddress,
  isWithin,
  mappedAddress,
  parseAddress,
} from "./ip-address.ts";

/** How long a name may take to resolve. A resolver that needs longer is down. */
export const DNS_TIMEOUT_MS = 5_000;

/** Addresses of one name that are tried, one after the other, while nobody listens there. */
export const ADDRESSES_MAX = 8;

/** Which addresses the server may call. */
export interface AddressPolicy {
  /**
   * `public`: only addresses of the public Internet. `private`: loopback and private networks
   * (RFC 1918, ULA) as well, yet no link-local address and no cloud metadata service.
   */
  readonly level: "public" | "private";
  /**
   * Blocks that are allowed in addition. A link-local, metadata, multicast or unspecified address
   * is only allowed by a block inside that range: `0.0.0.0/0` must not open the metadata service.
   */
  readonly allow: readonly Cidr[];
  /**
   * Where this server listens: never called, whatever `allow` says. `0.0.0.0` and `::` stand for
   * every loopback address; list the machine's own addresses beside them.
   */
  readonly self: readonly Listener[];
}

/** An address and port on which this server listens. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** Resolves a name to all its addresses, as text; rejects when there are none. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** Where to connect, or why not. */
export type DialTarget =
  | {
      readonly ok: true;
      /** Checked addresses, to be tried in this order; empty when the URL itself names one. */
      readonly addresses: readonly string[];
    }
  | {
      readonly ok: false;
      readonly code: "url_not_allowed" | "dns_error";
      readonly message: string;
    };

type Refusal = Extract<DialTarget, { ok: false }>;

const LITERAL: DialTarget = { ok: true, addresses: [] };

/** How an address that is not public is treated; see `AddressPolicy`. */
type Kind = "private" | "special" | "forbidden";

/** IANA special-purpose registries, and the metadata services of the large clouds. */
const RANGES: readonly (readonly [Kind, Cidr])[] = [
  ["private", block("10.0.0.0/8")],
  ["private", block("127.0.0.0/8")],
  ["private", block("172.16.0.0/12")],
  ["private", block("192.168.0.0/16")],
  ["forbidden", block("0.0.0.0/8")],
  ["forbidden", block("169.254.0.0/16")],
  ["forbidden", block("100.100.100.200/32")], // metadata, Alibaba Cloud
  ["forbidden", block("168.63.129.16/32")], // platform services, Azure
  ["forbidden", block("192.0.0.192/32")], // metadata, Oracle Cloud
  ["forbidden", block("224.0.0.0/4")],
  ["forbidden", block("240.0.0.0/4")],
  ["special", block("100.64.0.0/10")],
  ["special", block("192.0.0.0/24")],
  ["special", block("192.0.2.0/24")],
  ["special", block("192.88.99.0/24")],
  ["special", block("198.18.0.0/15")],
  ["special", block("198.51.100.0/24")],
  ["special", block("203.0.113.0/24")],
  ["private", block("::1/128")],
  ["forbidden", block("fd00:ec2::/32")], // metadata, AWS
  ["forbidden", block("fd20:ce::254/128")], // metadata, Google Cloud
  ["private", block("fc00::/7")],
  ["forbidden", block("::/128")],
  ["forbidden", block("fe80::/10")],
  ["forbidden", block("ff00::/8")],
  ["special", block("2001::/32")],
  ["special", block("2001:db8::/32")],
  ["special", block("2002::/16")],
  ["special", block("3fff::/20")],
];

/** All IPv6 addresses that are public lie in here; 64:ff9b::, fec0:: and the like do not. */
const GLOBAL_UNICAST = block("2000::/3");

/** Names that lead to a cloud's metadata service, or to the machine itself. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "instance-data.ec2.internal",
]);
const LOCAL_NAMES: ReadonlySet<string> = new Set(["localhost", "host.docker.internal"]);

/** What an `AddressGuard` is made of. */
export interface AddressGuardOptions {
  readonly policy: AddressPolicy;
  /** Default: the system's resolver. */
  readonly lookup?: Lookup;
  /** Default: `DNS_TIMEOUT_MS`. */
  readonly dnsTimeoutMs?: number;
}

/**
 * Keeps the server from being used against the network it stands in (server-side request forgery).
 *
 * A name is resolved once, every address it has must be allowed, and the request is then sent to
 * one of the checked addresses, never to the name: an answer that changes between check and
 * connect changes nothing.
 */
export class AddressGuard {
  readonly #policy: AddressPolicy;
  readonly #lookup: Lookup;
  readonly #dnsTimeoutMs: number;

  constructor({ policy, lookup, dnsTimeoutMs }: AddressGuardOptions) {
    this.#policy = policy;
    this.#lookup = lookup ?? systemLookup;
    this.#dnsTimeoutMs = dnsTimeoutMs ?? DNS_TIMEOUT_MS;
  }

  /**
   * Why the URL cannot be called, as far as can be said without resolving its name; else null.
   * For an early error to whoever gives the URL; `resolve` decides.
   */
  check(url: URL): Refusal | null {
    const address = literalAddress(url.hostname);
    if (address !== null) return this.#refuse(address, url);
    const name = url.hostname.endsWith(".") ? url.hostname.slice(0, -1) : url.hostname;
    if (METADATA_NAMES.has(name) || (this.#policy.level === "public" && isLocalName(name))) {
      return refusal(`The host ${name} is not allowed as a target.`);
    }
    return null;
  }

  /** Where a request to the URL may connect to. Resolves early when `signal` aborts. */
  async resolve(url: URL, signal: AbortSignal): Promise<DialTarget> {
    const refused = this.check(url);
    if (refused !== null) return refused;
    if (literalAddress(url.hostname) !== null) return LITERAL;

    const name = url.hostname.endsWith(".") ? url.hostname.slice(0, -1) : url.hostname;
    const found = await this.#find(name, signal);
    if (!Array.isArray(found)) return dnsError(`The name ${name} ${found}.`);
    for (const text of found) {
      const address = parseAddress(text);
      if (address === null) return dnsError(`The name ${name} has an address we cannot read.`);
      const fault = this.#refuse(address, url);
      if (fault !== null) return fault;
    }
    return { ok: true, addresses: found.slice(0, ADDRESSES_MAX) };
  }

  /** All addresses of the name, or what is wrong with it. */
  #find(name: string, signal: AbortSignal): Promise<readonly string[] | string> {
    return new Promise((resolve) => {
      const finish = (result: readonly string[] | string): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        resolve(result);
      };
      const onAbort = (): void => finish("was not resolved: the request was given up");
      const timer = setTimeout(
        () => finish(`was not resolved within ${this.#dnsTimeoutMs} ms`),
        this.#dnsTimeoutMs,
      );
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort);
      this.#lookup(name).then(
        (addresses) => finish(addresses.length > 0 ? addresses : "has no address"),
        () => finish("does not resolve"),
      );
    });
  }

  #refuse(address: IpAddress, url: URL): Refusal | null {
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    if (isSelf(address, port, this.#policy.self)) {
      return refusal("The URL leads back to this server.");
    }
    if (isAllowed(address, this.#policy)) return null;
    const hint = "Allow the address explicitly if it is meant.";
    return refusal(
      url.hostname.startsWith("[") || parseAddress(url.hostname) !== null
        ? `The address ${url.hostname} is not allowed as a target. ${hint}`
        : `The host ${url.hostname} has an address that is not allowed as a target. ${hint}`,
    );
  }
}

/** Whether a request may be sent to the address under the policy's level and allowed blocks. */
export function isAllowed(address: IpAddress, policy: AddressPolicy): boolean {
  const mapped = mappedAddress(address);
  if (mapped !== null) return isAllowed(mapped, policy);

  const range = RANGES.find(([, cidr]) => isWithin(address, cidr));
  const bitsMin = range?.[0] === "forbidden" ? range[1].bits : 0;
  const isListed = policy.allow.some((cidr) => cidr.bits >= bitsMin && isWithin(address, cidr));
  if (isListed) {
    // A listed tunnel or translator must not lead where a direct request may not go.
    return embeddedAddresses(address).every((inner) => isAllowed(inner, policy));
  }
  if (range !== undefined) return range[0] === "private" && policy.level === "private";
  return address.length === 1 || isWithin(address, GLOBAL_UNICAST);
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
const LOOPBACK = [block("127.0.0.0/8"), block("::1/128"), block("0.0.0.0/32"), block("::/128")];

function isSelf(address: IpAddress, port: number, self: readonly Listener[]): boolean {
  for (const listener of self) {
    if (listener.port !== port) continue;
    const plain = mappedAddress(address) ?? address;
    if (ANY_ADDRESS.has(listener.address) && LOOPBACK.some((cidr) => isWithin(plain, cidr))) {
      return true;
    }
    const own = parseAddress(listener.address);
    if (own !== null && isWithin(plain, { address: own, bits: own.length * 32 })) return true;
  }
  return false;
}

function isLocalName(name: string): boolean {
  return LOCAL_NAMES.has(name) || name.endsWith(".localhost");
}

/** The address that a URL's host names, or null when it is a name. */
function literalAddress(hostname: string): IpAddress | null {
  if (hostname.startsWith("[")) return parseAddress(hostname.slice(1, -1));
  // The URL parser has turned every notation of an IPv4 address into dotted decimal.
  const last = hostname.charCodeAt(hostname.length - 1);
  return last >= 0x30 && last <= 0x39 ? parseAddress(hostname) : null;
}

function refusal(message: string): Refusal {
  return { ok: false, code: "url_not_allowed", message };
}

function dnsError(message: string): Refusal {
  return { ok: false, code: "dns_error", message };
}

async function systemLookup(hostname: string): Promise<readonly string[]> {
  const found = await dnsLookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
