// member.v1.MemberWriteService for callers: each request is checked and handed on as it came.
import type { AccountRef__Output, FieldViolation, ServiceContract } from '@member-mesh/contracts';

import { aboutAccount, aboutBoth, aboutMember, type Subject } from './call-subjects.ts';
import {
  checkBinding,
  checkCloseMember,
  checkRegisterMember,
  checkUpdateMember,
} from './check-write.ts';
import { type DoorOptions, refuseIf, type WriteHandlers } from './door-options.ts';
import { type GatedMethod, gatedBy } from './gated.ts';

interface Binding {
  memberId: string;
  account: AccountRef__Output | null;
}

export function createWriteHandlers(
  options: DoorOptions,
  contract: ServiceContract,
): WriteHandlers {
  const { memberWrite, raw } = options;
  const gated = gatedBy(options, contract);
  const handing = <Q extends object>(
    method: keyof WriteHandlers,
    check: (request: Q) => FieldViolation[],
    subjectOf: (request: Q) => Subject,
  ) => {
    const answer: GatedMethod<Q>['answer'] = async (request, { caller, call }) => {
      refuseIf(check(request));
      return memberWrite.forward(method, raw.of(request), { caller, call });
    };
    return gated<Q>(method, { subjectOf, answer });
  };
  return {
    RegisterMember: handing('RegisterMember', checkRegisterMember, ({ account }) =>
      aboutAccount(account),
    ),
    UpdateMember: handing('UpdateMember', checkUpdateMember, ({ member }) =>
      aboutMember(member?.memberId ?? ''),
    ),
    BindAccount: handing('BindAccount', checkBinding, aboutBinding),
    UnbindAccount: handing('UnbindAccount', checkBinding, aboutBinding),
    CloseMember: handing('CloseMember', checkCloseMember, ({ memberId }) => aboutMember(memberId)),
  };
}

function aboutBinding({ memberId, account }: Binding): Subject {
  return aboutBoth([memberId], account);
}
