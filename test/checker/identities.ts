// Every answer shows what was asked for and nothing of anybody else.
import type { Call, MemberView, Violation } from './history.ts';

export function findWrongMembers(calls: readonly Call[]): Violation[] {
  return calls.flatMap((call): Violation[] => {
    const { outcome } = call;
    const problem =
      outcome.kind === 'member'
        ? problemOf(call, outcome.member)
        : outcome.kind === 'members'
          ? problemOfBatch(call, outcome)
          : undefined;
    return problem ? [{ ...problem, calls: [call] }] : [];
  });
}

type Problem = Pick<Violation, 'rule' | 'what'>;

function problemOf({ operation }: Call, member: MemberView): Problem | undefined {
  const { memberId, accounts } = member;
  const lists = (account: string): boolean => accounts.includes(account);
  if ('memberId' in operation && operation.memberId !== memberId) {
    const what = `${operation.kind} of ${operation.memberId} shows ${memberId}`;
    return { rule: 'wrong-member', what };
  }
  const unacknowledged = (shown: boolean): Problem | undefined => {
    const what = `the answer of a ${operation.kind} on ${memberId} does not show it`;
    return shown ? undefined : { rule: 'wrong-acknowledgement', what };
  };
  switch (operation.kind) {
    case 'lookup': {
      const what = `${operation.account} leads to ${memberId}, which does not list it`;
      return lists(operation.account) ? undefined : { rule: 'wrong-member', what };
    }
    case 'register':
      return unacknowledged(
        lists(operation.account) && member.displayName === operation.displayName,
      );
    case 'update':
      return unacknowledged(member.displayName === operation.displayName);
    case 'bind':
      return unacknowledged(lists(operation.account));
    case 'unbind':
      return unacknowledged(!lists(operation.account));
    case 'close':
      return unacknowledged(member.closed && accounts.length === 0);
    default:
      return undefined;
  }
}

function problemOfBatch(
  { operation }: Call,
  outcome: { members: readonly MemberView[]; notFound: readonly string[] },
): Problem | undefined {
  if (operation.kind !== 'batch-get') return undefined;
  const asked = [...operation.memberIds].sort();
  const told = [...outcome.members.map(({ memberId }) => memberId), ...outcome.notFound].sort();
  if (asked.join() === told.join()) return undefined;
  return { rule: 'wrong-member', what: `asked for ${asked.join()}, told of ${told.join()}` };
}
