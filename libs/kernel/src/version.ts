// Versions order all copies of one row, whatever store assigned them: epoch * 2^40 + counter. The
// epoch grows when another store becomes the one that assigns, so what is later is always greater.
// Below 2^53, so that Lua, JSON and JavaScript hold them exactly.
import { invariant } from './invariant.ts';

const EPOCH_UNIT = 2 ** 40;
export const EPOCH_MAX = 2 ** 13 - 1;
export const VERSION_MAX = Number.MAX_SAFE_INTEGER;

export function epochOf(version: number): number {
  return Math.floor(version / EPOCH_UNIT);
}

/** The version of a row that never existed before. */
export function firstVersion(epoch: number): number {
  invariant(Number.isInteger(epoch) && epoch >= 1 && epoch <= EPOCH_MAX, `epoch ${epoch}`);
  return epoch * EPOCH_UNIT + 1;
}

/** The version after `version` under `epoch`, which must not be older than the version's own. */
export function nextVersion(version: number, epoch: number): number {
  if (version === 0) return firstVersion(epoch);
  invariant(epoch >= epochOf(version), `epoch ${epoch} is older than version ${version}`);
  const next = epochOf(version) === epoch ? version + 1 : firstVersion(epoch);
  invariant(epochOf(next) === epoch, `the counter of version ${version} is used up`);
  return next;
}
