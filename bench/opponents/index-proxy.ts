// The back of a plain proxy whose members are in Elasticsearch: one get by id for each call.
import { status } from '@grpc/grpc-js';

import { decodeMember, type Handlers } from './member-query.ts';
import type { ElasticAccess } from './orders.ts';

const read = { source: 'SOURCE_INDEX' };

interface Found {
  _source?: { encoded: string };
}

export function indexBackHandlers({ url, username, password }: ElasticAccess): Handlers {
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}` };
  const get = async (id: string): Promise<Buffer | undefined> => {
    const query = `routing=${id}&_source_includes=encoded`;
    const response = await fetch(`${url}/member/_doc/${id}?${query}`, { headers });
    const { _source: source } = (await response.json()) as Found;
    return source && Buffer.from(source.encoded, 'base64');
  };
  return {
    GetMember: ({ request }, reply) => {
      get(request.member_id).then(
        (bytes) => {
          if (bytes) reply(null, { member: decodeMember(bytes), read });
          else reply({ code: status.NOT_FOUND });
        },
        () => reply({ code: status.UNAVAILABLE }),
      );
    },
    BatchGetMembers: (_call, reply) => reply({ code: status.UNIMPLEMENTED }),
  };
}
