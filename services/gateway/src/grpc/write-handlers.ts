// member.v1.MemberWriteService for callers: each request is checked and handed on as it came.
import type { FieldViolation } from '@member-mesh/contracts';
import type { ServerCall } from '@member-mesh/rpc';

import {
  checkBinding,
  checkCloseMember,
  checkRegisterMember,
  checkUpdateMember,
} from './check-write.ts';
import { callerOf, type DoorOptions, refuseIf, type WriteHandlers } from './door-options.ts';

export function createWriteHandlers(options: DoorOptions): WriteHandlers {
  const { memberWrite, raw } = options;
  const handing =
    <Q extends object>(method: keyof WriteHandlers, check: (request: Q) => FieldViolation[]) =>
    async (request: Q, call: ServerCall): Promise<Buffer> => {
      refuseIf(check(request));
      const from = { caller: callerOf(options, call), call };
      return memberWrite.forward(method, raw.of(request), from);
    };
  return {
    RegisterMember: handing('RegisterMember', checkRegisterMember),
    UpdateMember: handing('UpdateMember', checkUpdateMember),
    BindAccount: handing('BindAccount', checkBinding),
    UnbindAccount: handing('UnbindAccount', checkBinding),
    CloseMember: handing('CloseMember', checkCloseMember),
  };
}
