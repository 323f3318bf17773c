// Runs sync-worker.
import { runService } from '@member-mesh/lifecycle';

import { compose } from './compose.ts';
import { readSyncWorkerConfig } from './config.ts';

await runService(
  { service: 'sync-worker', readConfig: readSyncWorkerConfig, compose },
  process.env,
);
