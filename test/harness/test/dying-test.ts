// A test process that starts stores and a process of its own, says which, and hangs until it is
// killed.
import { fileURLToPath } from 'node:url';

import { startStores } from '../src/index.ts';

const stores = await startStores({ nats: true, redis: 'single' });
const pids = ['nats-1', 'redis-a-1', 'redis-b-1'].map((name) => stores.component(name).pid);
const hanging = fileURLToPath(new URL('hanging.ts', import.meta.url));
const { pid } = stores.startProcess(hanging, {});
if (pid !== undefined) pids.push(pid);
process.stdout.write(`${JSON.stringify({ pids, file: stores.secretFile('operator.key') })}\n`);
process.stdin.resume();
