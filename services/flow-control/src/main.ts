// Runs flow-control.
import { runService } from '@member-mesh/lifecycle';

import { compose } from './compose.ts';
import { readFlowControlConfig } from './config.ts';

await runService(
  { service: 'flow-control', readConfig: readFlowControlConfig, compose },
  process.env,
);
