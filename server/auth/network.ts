import { isIPv6 } from 'node:net';

const V6_GROUPS = 8;
const V6_NETWORK_GROUPS = 4;
const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network that an address is counted as: an IPv4 address itself; of an IPv6 address its first 64 bits,
 * since whoever has one has all addresses of that network (RFC 4291, 2.5.4).
 */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  const [, v4] = V4_IN_V6.exec(bare) ?? [];
  if (v4 !== undefined) return v4;
  return isIPv6(bare) ? `${groupsOf(bare).slice(0, V6_NETWORK_GROUPS).join(':')}::/64` : bare;
}

function groupsOf(address: string): string[] {
  // The URL parser writes an address in its one canonical form: lower case, hexadecimal, `::` once.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [front, back] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = V6_GROUPS - (front?.length ?? 0) - (back?.length ?? 0);
  return [...(front ?? []), ...Array.from({ length: missing }, () => '0'), ...(back ?? [])];
}
