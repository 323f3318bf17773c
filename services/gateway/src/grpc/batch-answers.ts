// Outcomes of a batch put together as its answer, in the order of its keys.
import { originOfAll, type ReadKey, type ReadOutcome } from '../domain/read.ts';
import { encodeAccountsAnswer, encodeMembersAnswer } from './encode-answers.ts';
import { errorOfOutcome } from './outcome-errors.ts';

const NOTHING_SAID: ReadOutcome = { kind: 'unavailable', detail: 'the batch left the key out' };

/** BatchGetMembersResponse; throws the error of a key that has no answer. */
export function membersAnswer(
  keys: readonly Extract<ReadKey, { kind: 'member' }>[],
  outcomes: readonly ReadOutcome[],
): Buffer {
  const members: Buffer[] = [];
  const notFound: string[] = [];
  const origins = [];
  for (const [at, key] of keys.entries()) {
    const outcome = outcomes[at] ?? NOTHING_SAID;
    if (outcome.kind === 'found') members.push(outcome.member);
    else if (outcome.kind === 'not-found') notFound.push(key.memberId);
    else throw errorOfOutcome(outcome, key);
    origins.push(outcome.origin);
  }
  return encodeMembersAnswer({ members, notFound }, originOfAll(origins));
}

/** BatchLookupAccountsResponse; throws the error of a key that has no answer. */
export function accountsAnswer(
  keys: readonly Extract<ReadKey, { kind: 'account' }>[],
  outcomes: readonly ReadOutcome[],
): Buffer {
  const origins = [];
  const results = [];
  for (const [at, key] of keys.entries()) {
    const outcome = outcomes[at] ?? NOTHING_SAID;
    if (!isAboutBinding(outcome)) throw errorOfOutcome(outcome, key);
    const member = outcome.kind === 'found' ? outcome.member : undefined;
    const { platform, accountId } = key;
    const quarantined = outcome.kind === 'quarantined';
    results.push({ platform, accountId, member, quarantined });
    origins.push(outcome.origin);
  }
  return encodeAccountsAnswer(results, originOfAll(origins));
}

function isAboutBinding(
  outcome: ReadOutcome,
): outcome is Extract<ReadOutcome, { kind: 'found' | 'not-found' | 'quarantined' }> {
  return ['found', 'not-found', 'quarantined'].includes(outcome.kind);
}
