/** An IP address as 32-bit words, most significant first: one word for IPv4, four for IPv6. */
export type IpAddress = readonly number[];

/** A block of addresses: those that share the first `bits` bits. */
export interface Cidr {
  readonly address: IpAddress;
  readonly bits: number;
}

/**
 * Reads an IP address: dotted decimal, or IPv6 in any notation, without brackets.
 *
 * Strict on purpose: no octal, no short forms, no zone. Host names in a `URL` are already in the
 * canonical form, and anything else a resolver may hand out is better refused than guessed at.
 */
export function parseAddress(text: string): IpAddress | null {
  if (text.includes(":")) return parseIpv6(text);
  const word = parseIpv4(text);
  return word === null ? null : [word];
}

/** Reads `address/bits`, or an address alone as the block that holds only it. */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const width = address.length * 32;
  if (slash < 0) return { address, bits: width };
  const bits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > width) return null;
  return { address, bits: Number(bits) };
}

/** Whether the block holds the address. A block of the other IP version holds none. */
export function isWithin(address: IpAddress, { address: base, bits }: Cidr): boolean {
  if (address.length !== base.length) return false;
  let rest = bits;
  for (let index = 0; rest > 0; index += 1, rest -= 32) {
    const difference = ((address[index] ?? 0) ^ (base[index] ?? 0)) >>> 0;
    if (rest >= 32 ? difference !== 0 : difference >>> (32 - rest) !== 0) return false;
  }
  return true;
}

const MAPPED = block("::ffff:0:0/96");
const COMPATIBLE = block("::/96");
const NAT64 = block("64:ff9b::/96");
const SIX_TO_FOUR = block("2002::/16");
const TEREDO = block("2001::/32");

/** The IPv4 address of an IPv4-mapped IPv6 address: systems connect to that one (RFC 4291). */
export function mappedAddress(address: IpAddress): IpAddress | null {
  return isWithin(address, MAPPED) ? [address[3] ?? 0] : null;
}

/**
 * The IPv4 addresses that a translator or tunnel would reach through this IPv6 address: of NAT64
 * (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380: the server's, and the client's inverted), and of
 * IPv4-compatible addresses (RFC 4291).
 */
export function embeddedAddresses(address: IpAddress): readonly IpAddress[] {
  const [first = 0, second = 0, , last = 0] = address;
  if (isWithin(address, NAT64) || isWithin(address, COMPATIBLE)) return [[last]];
  if (isWithin(address, SIX_TO_FOUR)) return [[((first << 16) | (second >>> 16)) >>> 0]];
  if (isWithin(address, TEREDO)) return [[second], [~last >>> 0]];
  return [];
}

/** A block from a literal of our own code. */
export function block(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === null) throw new RangeError(`not a block of addresses: ${text}`);
  return cidr;
}

function parseIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let word = 0;
  for (const part of match.slice(1)) {
    const byte = Number(part);
    if (byte > 255 || (part.length > 1 && part.startsWith("0"))) return null;
    word = word * 256 + byte;
  }
  return word;
}

function parseIpv6(text: string): IpAddress | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 1 ? [] : parseGroups(halves[1] ?? "", true);
  if (head === null || tail === null) return null;

  const missing = 8 - head.length - tail.length;
  // "::" stands for at least one group, and nothing may be missing without it.
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const words: number[] = [];
  for (let index = 0; index < 8; index += 2) {
    words.push((groups[index] ?? 0) * 0x1_0000 + (groups[index + 1] ?? 0));
  }
  return words;
}

/** Groups of 16 bits; the last may be written as an IPv4 address where `dotted` allows it. */
function parseGroups(text: string, dotted: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (dotted && index === parts.length - 1 && part.includes(".")) {
      const word = parseIpv4(part);
      if (word === null) return null;
      groups.push(word >>> 16, word & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
