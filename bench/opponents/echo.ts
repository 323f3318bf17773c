// The bare echo: one grpc-js server that has every answer in its memory as a message and encodes it
// on each call. It reads no store, checks nobody and counts nothing.
import { status } from '@grpc/grpc-js';

import { decodeMember, type Handlers, type Member } from './member-query.ts';

const read = { source: 'SOURCE_CACHE' };

export function echoHandlers(encoded: readonly Buffer[]): Handlers {
  const decoded = encoded.map((bytes) => decodeMember(bytes));
  const members = new Map(decoded.map((member) => [member.member_id, member]));
  return {
    GetMember: ({ request }, reply) => {
      const member = members.get(request.member_id);
      if (member) reply(null, { member, read });
      else reply({ code: status.NOT_FOUND });
    },
    BatchGetMembers: ({ request }, reply) => {
      const found: Member[] = [];
      const notFound: string[] = [];
      for (const id of request.member_ids) {
        const member = members.get(id);
        if (member) found.push(member);
        else notFound.push(id);
      }
      reply(null, { members: found, not_found: notFound, read });
    },
  };
}
