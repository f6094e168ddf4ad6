import type { FastifyRequest } from 'fastify';
import type { Origin } from '#server/audit/event.ts';

const USER_AGENT_CHARS = 256;
const MAPPED_IPV4 = '::ffff:';

/** From where a request came, as the audit log keeps it. Behind a trusted proxy `request.ip` is the client's. */
export function originOf(request: FastifyRequest): Origin {
  const { id, ip, headers } = request;
  return {
    requestId: id,
    address: plainAddress(ip),
    userAgent: headers['user-agent']?.slice(0, USER_AGENT_CHARS) ?? null,
  };
}

/** A socket that listens on IPv6 too shows IPv4 addresses in disguise. */
function plainAddress(address: string): string {
  return address.startsWith(MAPPED_IPV4) ? address.slice(MAPPED_IPV4.length) : address;
}
