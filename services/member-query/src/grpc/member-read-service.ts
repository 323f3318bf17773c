// mesh.read.v1.MemberReadService, for gateways and for people who look into one member.
import type { Services } from '@member-mesh/contracts';
import type { Implementation } from '@member-mesh/rpc';

import type { DescribeMember } from '../app/describe-member.ts';
import type { ReadMembers } from '../app/read-members.ts';
import { encodeBatch } from './encode-results.ts';
import { parseBatch, parseOneMemberId } from './parse-read.ts';

type Handlers = NonNullable<Services['memberRead']['types']>['handlers'];

export function memberReadService(options: {
  members: ReadMembers;
  describe: DescribeMember;
}): Implementation<Handlers> {
  const { members, describe } = options;
  return {
    BatchRead: async (request) => {
      const { wishes, context } = parseBatch(request);
      return encodeBatch(await members.run(wishes, context));
    },
    DescribeMember: async ({ memberId }) => {
      return { tiers: await describe.run(parseOneMemberId(memberId)) };
    },
  };
}
