// From when on everything that was committed before is in the change stream. Rows that a lost
// stream had taken count as unpublished: they are reopened first, and a stream that is made anew
// meanwhile makes the answer void. The sequence proves an index only if it covers every group: a
// group that was not reached may hold acknowledged changes that were never published, so that the
// answer is withheld then and the group named; the others are published all the same.
import type { Housekeeping } from './housekeeping.ts';
import { type ChangeStream, StreamUnreachable } from './ports.ts';
import { StoreFailure, type Until } from './record-store.ts';
import type { Relay } from './relay.ts';

export interface AwaitPublishedGround {
  housekeeping: Pick<Housekeeping, 'reopen'>;
  relay: Pick<Relay, 'flush'>;
  stream: Pick<ChangeStream, 'state'>;
  store: { readonly groups: readonly number[] };
}

/** Some groups may have changes that are not in the stream; those of all others are. */
export class ChangesUnpublished extends Error {
  override name = 'ChangesUnpublished';
  readonly groups: readonly number[];

  constructor(failures: ReadonlyMap<number, StoreFailure>) {
    const told = [...failures].map(([group, { message }]) => `group ${group}: ${message}`);
    super(`not everything is published: ${told.join('; ')}`, { cause: [...failures.values()] });
    this.groups = [...failures.keys()];
  }
}

/**
 * The stream's last sequence once it has every change committed before the call.
 * @throws ChangesUnpublished or StreamUnreachable
 */
export async function awaitPublished(
  { housekeeping, relay, stream, store }: AwaitPublishedGround,
  until: Until,
): Promise<number> {
  const before = await stream.state();
  const failures = new Map<number, StoreFailure>();
  await Promise.all(
    store.groups.map(async (group) => {
      try {
        await housekeeping.reopen(group, until);
        await relay.flush(group, until);
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        failures.set(group, error);
      }
    }),
  );
  if (failures.size > 0) throw new ChangesUnpublished(failures);
  const after = await stream.state();
  if (after.createdMs !== before.createdMs) {
    throw new StreamUnreachable('the change stream was made anew while it was asked; ask again');
  }
  return after.lastSequence;
}
