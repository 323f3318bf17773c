// Writes as a load generator sends them: the path of the method, and the request as bytes.
import {
  loadContracts,
  type RegisterMemberRequest,
  type UpdateMemberRequest,
} from '@member-mesh/contracts';

const { services, messages } = loadContracts();

export type WriteMethod = 'RegisterMember' | 'UpdateMember';

export function writePath(method: WriteMethod): string {
  return `/${services.memberWrite.name}/${method}`;
}

export function encodeRegister(request: RegisterMemberRequest): Buffer {
  return messages.registerMemberRequest.encode(request);
}

/** Changes a member's name; each name is a request of its own. */
export function encodeRename(memberId: string, displayName: string): Buffer {
  return messages.updateMemberRequest.encode(renameOf(memberId, displayName));
}

export function renameOf(memberId: string, displayName: string): UpdateMemberRequest {
  return {
    requestId: `bench-rename-${displayName}`,
    member: { memberId, displayName },
    updateMask: { paths: ['display_name'] },
  };
}
