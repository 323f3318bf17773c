// Waits for what names itself.
import { until as untilNamed } from '../src/until.ts';

/** Resolves once the condition holds; fails with the condition's own text. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await untilNamed(condition.toString(), condition);
}
