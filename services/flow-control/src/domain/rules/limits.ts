// The bounds of rules. A rule beyond them is a typing error or would cost a gateway more than it
// saves.
import type { NumberBounds, Violations } from '@member-mesh/contracts';
import { WINDOW_MS_DEFAULT } from '@member-mesh/flow-engine';

import { isCallerPattern } from '../names.ts';
import { type MethodCatalogue, parseResource } from '../resource.ts';

const DAY_MS = 86_400_000;

export const AMOUNT: NumberBounds = { min: 0, max: 1e9 };
export const THRESHOLD: NumberBounds = { min: 0, max: 1e9, aboveMin: true };
export const RATIO: NumberBounds = { min: 0, max: 1, aboveMin: true };
export const WINDOW_MS: NumberBounds = { min: 10, max: DAY_MS };
export const WAIT_MS: NumberBounds = { min: 0, max: DAY_MS };
export const SOME_TIME_MS: NumberBounds = { min: 0, max: DAY_MS, aboveMin: true };
export const QUEUE_TIMEOUT_MS: NumberBounds = { min: 0, max: 60_000 };
export const COUNT: NumberBounds = { min: 0, max: 1e6, whole: true };
export const OVERRIDES_MAX = 1_000;
export const NAMES_MAX = 1_000;
export const DESCRIPTION_BYTES_MAX = 1_024;
export const RESOURCE_BYTES_MAX = 256;
export const ETAG_BYTES_MAX = 64;

/**
 * A call costs 1 at least, so that what never holds 1 lets nothing pass; a longer window of the
 * same rate does.
 */
export function checkPasses(
  { threshold, burst, windowMs = WINDOW_MS_DEFAULT }: Amounts,
  field: string,
  violations: Violations,
): void {
  if (!(threshold > 0) || threshold + burst >= 1) return;
  const longerMs = Math.ceil(windowMs / threshold);
  const instead =
    longerMs <= DAY_MS
      ? `a threshold of 1 with a window of ${longerMs} ms is the same rate`
      : 'no window up to 1 day is long enough for it';
  violations.add(field, `lets nothing pass in ${windowMs} ms, for a call costs 1: ${instead}`);
}

interface Amounts {
  threshold: number;
  burst: number;
  windowMs?: number | undefined;
}

export function checkResource(
  resource: string,
  violations: Violations,
  options: { catalogue: MethodCatalogue; tiers: boolean },
): void {
  const parsed = parseResource(resource, options.catalogue);
  if (parsed.kind === 'malformed') violations.add('resource', parsed.description);
  if (parsed.kind === 'tier' && !options.tiers) {
    violations.add('resource', 'must not be a tier: only a degrade rule watches tiers');
  }
}

export function checkCallerPattern(caller: string, violations: Violations): void {
  const holds = caller === '' || isCallerPattern(caller);
  violations.require(holds, 'caller', 'must be a caller\'s name, "*" or empty');
}
