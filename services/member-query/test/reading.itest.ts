// The reading side on real stores: both centers' Redis, an index, the change stream. All subjects
// share them, because stores take longer to start than all tests here together.
import { afterAll, beforeAll } from '@jest/globals';

import { describeLookingUp } from './reading/accounts.ts';
import { describeReadingMembers } from './reading/members.ts';
import { describeSearching } from './reading/searching.ts';
import { describeTiers } from './reading/tiers.ts';
import { World } from './world.ts';

/** What is read here is never refused for being late: a busy machine takes its time. */
const PATIENT = {
  REDIS_TIMEOUT_MS: '10000',
  INDEX_TIMEOUT_MS: '10000',
  RECORD_TIMEOUT_MS: '10000',
};

let world: World;

beforeAll(async () => {
  world = await World.start(['order-a', 'marketing'], PATIENT);
  await world.warm();
}, 300_000);

afterAll(async () => {
  await world?.close();
}, 60_000);

const started = (): World => world;
describeReadingMembers(started);
describeLookingUp(started);
describeTiers(started);
describeSearching(started);
