// A load generator: a process of its own, so that what it spends is not spent by what is measured.
// Carries out the orders that its parent sends and ends with it.
import { systemClock } from '@member-mesh/kernel';

import type { FromGenerator, ToGenerator } from './order.ts';
import { OrderRunner } from './run-order.ts';

const runner = new OrderRunner(systemClock);

function answer(message: FromGenerator): void {
  process.send?.(message);
}

process.on('message', ({ id, order }: ToGenerator) => {
  runner.run(order).then(
    (outcome) => answer({ id, outcome }),
    (error: unknown) => answer({ id, problem: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
answer({ ready: true });
