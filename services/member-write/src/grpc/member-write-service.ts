// The door of MemberWriteService: gateways forward callers' writes here unchanged.
import type { Member, Messages, Services } from '@member-mesh/contracts';
import type { Bulkhead, Clock } from '@member-mesh/kernel';
import { type Implementation, MeshError, type ServerCall } from '@member-mesh/rpc';

import { bindAccount, closeMember, unbindAccount, updateMember } from '../app/change-member.ts';
import { memberMessage } from '../app/messages.ts';
import type { StoredAnswer, Until } from '../app/record-store.ts';
import { registerMember } from '../app/register-member.ts';
import type { WriteGround } from '../app/write.ts';
import { told } from './errors.ts';
import { WriteParser } from './parse-write.ts';

type Handlers = NonNullable<Services['memberWrite']['types']>['handlers'];

export interface WriteServiceOptions {
  ground: WriteGround;
  messages: Messages;
  clock: Clock;
  /** Bounds the writes of this process. */
  bulkhead: Bulkhead;
  /** Told of every write that ended. */
  observe: (method: string, outcome: string, durationMs: number) => void;
}

const WRITE_TIME_MAX_MS = 8_000;
const CALLER_BYTES_MAX = 128;
const CALLER_HEADER = 'x-mesh-caller';

export function memberWriteService(options: WriteServiceOptions): Implementation<Handlers> {
  const { ground, messages } = options;
  const parser = new WriteParser(messages);
  return {
    RegisterMember: async (request, call) => {
      const { member, created } = await write(
        options,
        { method: 'RegisterMember', call },
        (until) => registerMember(ground, parser.register(callerOf(call), request), until),
      );
      return { member: memberMessage(member), created };
    },
    UpdateMember: (request, call) =>
      writeMember(options, { method: 'UpdateMember', call }, (until) =>
        updateMember(ground, parser.update(callerOf(call), request), until),
      ),
    BindAccount: (request, call) =>
      writeMember(options, { method: 'BindAccount', call }, (until) =>
        bindAccount(ground, parser.bind(callerOf(call), request), until),
      ),
    UnbindAccount: (request, call) =>
      writeMember(options, { method: 'UnbindAccount', call }, (until) =>
        unbindAccount(ground, parser.unbind(callerOf(call), request), until),
      ),
    CloseMember: (request, call) =>
      writeMember(options, { method: 'CloseMember', call }, (until) =>
        closeMember(ground, parser.close(callerOf(call), request), until),
      ),
  };
}

/** The time that a call has, by the monotonic clock. */
export function untilOf(call: ServerCall, clock: Clock, maxMs: number): Until {
  const deadlineMs = clock.monotonicMs() + Math.min(call.remainingMs(), maxMs);
  return { deadlineMs, signal: call.signal };
}

interface Serving {
  method: string;
  call: ServerCall;
}

async function writeMember(
  options: WriteServiceOptions,
  serving: Serving,
  work: (until: Until) => Promise<StoredAnswer>,
): Promise<{ member: Member }> {
  const { member } = await write(options, serving, work);
  return { member: memberMessage(member) };
}

async function write(
  { clock, bulkhead, observe }: WriteServiceOptions,
  { method, call }: Serving,
  work: (until: Until) => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  const startMs = clock.monotonicMs();
  const until = untilOf(call, clock, WRITE_TIME_MAX_MS);
  let outcome = 'OK';
  try {
    return await told(() => bulkhead.run(() => work(until), until.signal));
  } catch (error) {
    outcome = error instanceof MeshError ? error.reason : 'INTERNAL';
    throw error;
  } finally {
    observe(method, outcome, clock.monotonicMs() - startMs);
  }
}

function callerOf(call: ServerCall): string {
  const caller = call.header(CALLER_HEADER) ?? '';
  if (caller !== '' && Buffer.byteLength(caller) <= CALLER_BYTES_MAX) return caller;
  throw new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'CALLER_MISSING',
    message: `the metadata ${CALLER_HEADER} must name the caller that the gateway authenticated`,
  });
}
