// What a person is told when a command fails, and how its process ends.
import { ConfigError } from '@member-mesh/config';
import { isMeshError, type MeshError } from '@member-mesh/rpc';
import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { MappingError } from './import/columns.ts';
import { RecordUnavailable } from './import/record.ts';

/** A command that cannot go on, in words that say what happened, to what, and what to do. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  readonly exitCode: ExitCode;
  readonly reason: string;

  constructor(exitCode: ExitCode, reason: string, message: string) {
    super(message);
    this.exitCode = exitCode;
    this.reason = reason;
  }
}

export interface ToldFailure {
  exitCode: number;
  /** UPPER_SNAKE_CASE. */
  reason: string;
  message: string;
}

export function usage(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, 'USAGE', message);
}

const EXIT_CODES: Partial<Record<MeshError['kind'], ExitCode>> = {
  INVALID_ARGUMENT: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  UNAVAILABLE: exitCodes.unavailable,
  DEADLINE_EXCEEDED: exitCodes.unavailable,
  RESOURCE_EXHAUSTED: exitCodes.unavailable,
  UNAUTHENTICATED: exitCodes.denied,
  PERMISSION_DENIED: exitCodes.denied,
};

/** File errors people cause by naming the wrong file. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this account may not use it',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

export function tellFailure(error: unknown): ToldFailure {
  if (error instanceof CommandFailure) return error;
  if (error instanceof MappingError) {
    return { exitCode: exitCodes.usage, reason: 'COLUMNS', message: error.message };
  }
  if (error instanceof ConfigError) {
    return { exitCode: exitCodes.usage, reason: 'CONFIGURATION', message: error.message };
  }
  if (error instanceof CommanderError) {
    return { exitCode: exitCodes.usage, reason: 'USAGE', message: error.message };
  }
  if (error instanceof RecordUnavailable) {
    return { exitCode: exitCodes.unavailable, reason: 'UNAVAILABLE', message: error.message };
  }
  if (isMeshError(error)) return tellMeshError(error);
  return tellOther(error);
}

function tellMeshError(error: MeshError): ToldFailure {
  const exitCode = EXIT_CODES[error.kind] ?? exitCodes.failed;
  const advice = exitCode === exitCodes.unavailable ? '; ./mesh status shows what runs' : '';
  return { exitCode, reason: error.reason, message: `${error.message} (${error.kind})${advice}` };
}

function tellOther(error: unknown): ToldFailure {
  const { code = '', path } = error as NodeJS.ErrnoException;
  const known = FILE_ERRORS[code];
  if (known !== undefined && path !== undefined) {
    return { exitCode: exitCodes.failed, reason: code, message: `${path}: ${known}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.failed, reason: 'FAILED', message };
}
