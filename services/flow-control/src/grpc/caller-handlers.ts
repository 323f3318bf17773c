// Callers over the wire. A key is in the answer that made it and nowhere else.
import { invalidArgument } from '@member-mesh/rpc';

import { violationsOfCaller } from '../domain/caller.ts';
import { hashOfKey, KEY_BYTES, keyOf } from '../domain/caller-key.ts';
import { deleteCaller, putCaller, rotateKey } from '../domain/change-callers.ts';
import { EMPTY_POLICY } from '../domain/policy.ts';
import { readCaller, wireCaller } from './caller-wire.ts';
import { readOverlap } from './check-requests.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { settled, told } from './errors.ts';

type CallerHandlers = Pick<
  Handlers,
  'PutCaller' | 'RotateCallerKey' | 'DeleteCaller' | 'ListCallers'
>;

export function createCallerHandlers(options: DoorOptions): CallerHandlers {
  const { changer, feed, clock, random, logger } = options;
  const newKey = (): { key: string; newKeyHash: string } => {
    const key = keyOf(random.bytes(KEY_BYTES));
    return { key, newKeyHash: hashOfKey(key).toString('hex') };
  };
  return {
    PutCaller: async ({ caller: wire }, call) => {
      const { caller, violations } = readCaller(wire);
      if (!caller || violations.length > 0) {
        const known = { isNew: false, nowMs: clock.nowMs() };
        const bounds = caller ? violationsOfCaller(caller, 'caller', known) : [];
        throw invalidArgument([...violations, ...bounds]);
      }
      const { key, newKeyHash } = newKey();
      const {
        policy,
        caller: stored,
        isNew,
      } = settled(
        await told(
          changer.change(
            (before, nowMs) => putCaller(before, { caller, newKeyHash }, nowMs),
            call.signal,
          ),
        ),
      );
      const fields = { caller: stored.name, isNew, revision: policy.revision, by: call.caller };
      logger.info({ event: 'caller-put', ...fields });
      return { caller: wireCaller(stored), key: isNew ? key : '' };
    },
    RotateCallerKey: async (request, call) => {
      const overlapMs = readOverlap(request);
      const { name } = request;
      const { key, newKeyHash } = newKey();
      const rotation = { name, overlapMs, newKeyHash };
      const { policy } = settled(
        await told(
          changer.change((before, nowMs) => rotateKey(before, rotation, nowMs), call.signal),
        ),
      );
      logger.info({
        event: 'key-rotated',
        caller: name,
        revision: policy.revision,
        by: call.caller,
      });
      return { key };
    },
    DeleteCaller: async ({ name }, call) => {
      const { policy } = settled(
        await told(changer.change((before) => deleteCaller(before, name), call.signal)),
      );
      logger.info({
        event: 'caller-deleted',
        caller: name,
        revision: policy.revision,
        by: call.caller,
      });
      return {};
    },
    ListCallers: async (_request, call) => {
      const stored = await told(feed.refresh(call.signal));
      return { callers: (stored?.policy ?? EMPTY_POLICY).callers.map(wireCaller) };
    },
  };
}
