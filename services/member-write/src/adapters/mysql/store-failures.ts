// The driver's failures in the words of the port.
import { MysqlError } from '@member-mesh/driver-mysql';
import { assertNever } from '@member-mesh/kernel';

import { StoreFailure, type StoreFailureKind } from '../../app/record-store.ts';

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MysqlError && error.failure === 'duplicate-key';
}

export function isLockWait(error: unknown): boolean {
  return error instanceof MysqlError && error.failure === 'lock-wait-timeout';
}

/**
 * Runs `operation` and turns the driver's failures into the port's; bugs and refusals pass through.
 */
export async function translated<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const kind = error instanceof MysqlError ? kindOf(error.failure) : undefined;
    if (kind === undefined) throw error;
    throw new StoreFailure(kind, (error as Error).message, { cause: error });
  }
}

function kindOf(failure: MysqlError['failure']): StoreFailureKind | undefined {
  switch (failure) {
    case 'duplicate-key':
    case 'lock-wait-timeout':
    case 'deadlock':
      return 'conflict';
    case 'read-only':
    case 'unreachable':
    case 'timeout':
    case 'pool-exhausted':
      return 'unavailable';
    case 'outcome-unknown':
      return 'outcome-unknown';
    case 'refused':
      return undefined;
    default:
      return assertNever(failure);
  }
}
