// Runs member-query.
import { runService } from '@member-mesh/lifecycle';

import { compose } from './compose.ts';
import { readMemberQueryConfig } from './config.ts';

await runService(
  { service: 'member-query', readConfig: readMemberQueryConfig, compose },
  process.env,
);
