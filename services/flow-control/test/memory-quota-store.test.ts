import { describe } from '@jest/globals';

import { MemoryQuotaStore } from './memory-quota-store.ts';
import { itKeepsQuotas } from './quota-store-contract.ts';

describe('the quota store in memory', () => {
  itKeepsQuotas(() => Promise.resolve(new MemoryQuotaStore()));
});
