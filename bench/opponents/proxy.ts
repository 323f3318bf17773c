// The plain proxy of the same two hops: a front that asks a back with one call for each call, and a
// back that reads Redis with one command for each call. Every hop decodes and encodes.
import { status } from '@grpc/grpc-js';
import { Cluster } from 'ioredis';

import { connect, decodeMember, type Handlers, type Member } from './member-query.ts';
import { proxyKey, type RedisAccess } from './orders.ts';

const read = { source: 'SOURCE_CACHE' };

export function frontHandlers(backAddress: string): Handlers {
  const back = connect(backAddress);
  return {
    GetMember: ({ request }, reply) => back.GetMember(request, reply),
    BatchGetMembers: ({ request }, reply) => back.BatchGetMembers(request, reply),
  };
}

/** Writes the members into Redis and serves them from there. */
export async function backHandlers(
  { nodes, username, password }: RedisAccess,
  encoded: readonly Buffer[],
): Promise<Handlers> {
  const addresses = nodes.map((node) => {
    const [host = '', port] = node.split(':');
    return { host, port: Number(port) };
  });
  const redis = new Cluster(addresses, { redisOptions: { username, password } });
  for (const bytes of encoded) await redis.set(proxyKey(decodeMember(bytes).member_id), bytes);
  const failed = (reply: (error: { code: number }) => void) => (): void => {
    reply({ code: status.UNAVAILABLE });
  };
  return {
    GetMember: ({ request }, reply) => {
      redis.getBuffer(proxyKey(request.member_id)).then((bytes) => {
        if (bytes) reply(null, { member: decodeMember(bytes), read });
        else reply({ code: status.NOT_FOUND });
      }, failed(reply));
    },
    BatchGetMembers: ({ request }, reply) => {
      redis.mgetBuffer(request.member_ids.map(proxyKey)).then((values) => {
        const members: Member[] = [];
        const notFound: string[] = [];
        values.forEach((bytes, at) => {
          if (bytes) members.push(decodeMember(bytes));
          else notFound.push(request.member_ids[at] ?? '');
        });
        reply(null, { members, not_found: notFound, read });
      }, failed(reply));
    },
  };
}
