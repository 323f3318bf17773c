// Makes calls through gateways and writes down each of them: who, what, when, and what came of it.
// Times are of this process' monotonic clock, taken before the call is sent and after its answer.
import type { Member__Output, ReadInfo__Output } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { isMeshError } from '@member-mesh/rpc';

import type {
  Call,
  MemberView,
  Outcome,
  ReadOperation,
  WriteOperation,
} from '../checker/history.ts';
import type { Caller } from './caller.ts';

/** Answers that say for sure that nothing was written. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...['INVALID_ARGUMENT', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED'],
  ...['FAILED_PRECONDITION', 'ABORTED', 'RESOURCE_EXHAUSTED', 'UNAUTHENTICATED'],
]);
const NOBODY: ReadonlySet<string> = new Set(['MEMBER_NOT_FOUND', 'ACCOUNT_NOT_BOUND']);

type Answered = Outcome & Pick<Call, 'admitsStaleness' | 'source'>;

export class Recorder {
  readonly calls: Call[] = [];
  readonly #run: string;
  readonly #waiting: { count: number; resolve: () => void }[] = [];
  #serial = 0;

  /** `run` keeps the names, accounts and request ids of one recording apart from any other's. */
  constructor(run: string) {
    this.#run = run;
  }

  /** A name that nobody used before. */
  fresh(what: string): string {
    return `${this.#run}-${what}-${++this.#serial}`;
  }

  /** Resolves once that many more calls have ended. */
  ended(more: number): Promise<void> {
    const count = this.calls.length + more;
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  read(caller: Caller, client: string, operation: ReadOperation): Promise<Call> {
    return this.#record({ client, operation }, () => sendRead(caller, operation));
  }

  /** With the request id of an earlier write it is that write once more. */
  write(
    caller: Caller,
    client: string,
    { operation, requestId }: { operation: WriteOperation; requestId: string },
  ): Promise<Call> {
    const send = async (): Promise<Answered> => {
      return { kind: 'member', member: viewOf(await sendWrite(caller, operation, requestId)) };
    };
    return this.#record({ client, operation, requestId }, send);
  }

  async #record(
    about: Pick<Call, 'client' | 'operation' | 'requestId'>,
    send: () => Promise<Answered>,
  ): Promise<Call> {
    const startMs = systemClock.monotonicMs();
    const { admitsStaleness, source, ...outcome } = await send().catch(outcomeOfError);
    const endMs = systemClock.monotonicMs();
    const call: Call = { id: this.calls.length, ...about, startMs, endMs, outcome };
    if (admitsStaleness) call.admitsStaleness = true;
    if (source) call.source = source;
    this.calls.push(call);
    for (const { count, resolve } of this.#waiting) if (this.calls.length >= count) resolve();
    return call;
  }
}

function outcomeOfError(error: unknown): Answered {
  if (!isMeshError(error)) throw error;
  const { kind, reason } = error;
  if (NOBODY.has(reason)) return { kind: 'nobody' };
  const told = `${kind} ${reason} ${error.message}`;
  return { kind: REFUSALS.has(kind) ? 'refused' : 'unknown', reason: told };
}

async function sendRead({ query, options }: Caller, operation: ReadOperation): Promise<Answered> {
  switch (operation.kind) {
    case 'get': {
      const { member, read } = await query.GetMember({ memberId: operation.memberId }, options);
      return { kind: 'member', member: viewOf(member), ...originOf(read) };
    }
    case 'lookup': {
      const account = refOf(operation.account);
      const { member, read } = await query.LookupAccount({ account }, options);
      return { kind: 'member', member: viewOf(member), ...originOf(read) };
    }
    case 'batch-get': {
      const memberIds = [...operation.memberIds];
      const { members, notFound, read } = await query.BatchGetMembers({ memberIds }, options);
      return { kind: 'members', members: members.map(viewOf), notFound, ...originOf(read) };
    }
    case 'check-ownership': {
      const account = refOf(operation.account);
      const memberIds = [...operation.memberIds];
      const { results } = await query.CheckOwnership({ account, memberIds }, options);
      const owned = results.filter(({ verdict }) => verdict === 'VERDICT_OWNED');
      const notOwned = results.filter(({ verdict }) => verdict !== 'VERDICT_OWNED');
      const ids = (verdicts: typeof results): string[] => verdicts.map(({ memberId }) => memberId);
      return { kind: 'verdicts', owned: ids(owned), notOwned: ids(notOwned) };
    }
  }
}

async function sendWrite(
  { write, options }: Caller,
  operation: WriteOperation,
  requestId: string,
): Promise<Member__Output | null> {
  switch (operation.kind) {
    case 'register': {
      const { account, displayName } = operation;
      const request = { requestId, account: refOf(account), profile: { displayName } };
      return (await write.RegisterMember(request, options)).member;
    }
    case 'update': {
      const { memberId, displayName } = operation;
      const updateMask = { paths: ['display_name'] };
      const request = { requestId, member: { memberId, displayName }, updateMask };
      return (await write.UpdateMember(request, options)).member;
    }
    case 'bind':
    case 'unbind': {
      const { memberId, account } = operation;
      const request = { requestId, memberId, account: refOf(account) };
      const method = operation.kind === 'bind' ? 'BindAccount' : 'UnbindAccount';
      return (await write[method](request, options)).member;
    }
    case 'close':
      return (await write.CloseMember({ requestId, memberId: operation.memberId }, options)).member;
  }
}

function originOf(read: ReadInfo__Output | null): Pick<Call, 'admitsStaleness' | 'source'> {
  if (!read) return {};
  return { source: read.source, admitsStaleness: read.stalenessBound !== null };
}

function refOf(account: string): { platform: string; accountId: string } {
  const [platform = '', accountId = ''] = account.split(':');
  return { platform, accountId };
}

function viewOf(member: Member__Output | null): MemberView {
  if (!member) throw new Error('an answer without a member');
  const { memberId, version, status, displayName } = member;
  const accounts = member.accounts.flatMap(({ account }) =>
    account ? [`${account.platform}:${account.accountId}`] : [],
  );
  const closed = status === 'MEMBER_STATUS_CLOSED';
  return { memberId, version, closed, displayName, accounts };
}
