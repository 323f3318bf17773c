// Runs a gateway.
import { runService } from '@member-mesh/lifecycle';

import { compose } from './compose.ts';
import { readGatewayConfig } from './config.ts';

await runService({ service: 'gateway', readConfig: readGatewayConfig, compose }, process.env);
