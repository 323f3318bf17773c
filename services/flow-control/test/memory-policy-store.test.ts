import { describe } from '@jest/globals';

import { MemoryPolicyStore } from './memory-policy-store.ts';
import { itKeepsPolicies } from './policy-store-contract.ts';

describe('the policy store in memory', () => {
  itKeepsPolicies((historyEntriesMax) =>
    Promise.resolve(new MemoryPolicyStore({ historyEntriesMax })),
  );
});
