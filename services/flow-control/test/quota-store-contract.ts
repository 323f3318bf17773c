// What every quota store does, whatever it is made of.
import { expect, it } from '@jest/globals';

import { PolicyConflict } from '../src/app/policy-store.ts';
import type { QuotaStore, StoredQuota } from '../src/app/quota/quota-store.ts';

const quota = (epoch: number, known?: StoredQuota['known']): StoredQuota => {
  return { epoch, identity: 'a\n*', known };
};
const gateway = { gatewayId: 'g', incarnation: 1, weight: 1, fairShare: 2.5 };

/** `create` makes an empty store. */
export function itKeepsQuotas(create: () => Promise<QuotaStore>): void {
  it('has nothing at first, and then what was written of each rule', async () => {
    const store = await create();
    expect(await store.read('a')).toBeUndefined();
    const storeRevision = await store.write('a', quota(1, [gateway]), 0);
    expect(await store.read('a')).toEqual({ quota: quota(1, [gateway]), storeRevision });
    expect(await store.read('b')).toBeUndefined();
  });

  it('tells what is lost from nobody', async () => {
    const store = await create();
    await store.write('lost', quota(1), 0);
    await store.write('nobody', quota(1, []), 0);
    expect((await store.read('lost'))?.quota.known).toBeUndefined();
    expect((await store.read('nobody'))?.quota.known).toEqual([]);
  });

  it('writes only over what was expected', async () => {
    const store = await create();
    const first = await store.write('a', quota(1), 0);
    await expect(store.write('a', quota(9), 0)).rejects.toThrow(PolicyConflict);
    const second = await store.write('a', quota(2), first);
    await expect(store.write('a', quota(9), first)).rejects.toThrow(PolicyConflict);
    expect((await store.read('a'))?.storeRevision).toBe(second);
  });
}
