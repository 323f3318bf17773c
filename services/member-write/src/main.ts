// Starts member-write.
import { runService } from '@member-mesh/lifecycle';

import { compose } from './compose.ts';
import { readMemberWriteConfig } from './config.ts';

await runService(
  { service: 'member-write', readConfig: readMemberWriteConfig, compose },
  process.env,
);
