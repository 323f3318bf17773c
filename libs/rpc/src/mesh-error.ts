// The closed vocabulary of what can go wrong between services and towards callers. Whatever a
// handler throws besides a MeshError is a bug and reaches the caller as INTERNAL.
import { status } from '@grpc/grpc-js';
import type { FieldViolation } from '@member-mesh/contracts';

const KINDS = [
  'CANCELLED',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'UNAUTHENTICATED',
] as const;

export type ErrorKind = (typeof KINDS)[number];

/** The ErrorInfo domain of every error of the mesh. */
export const ERROR_DOMAIN = 'member-mesh';

export interface QuotaViolation {
  subject: string;
  description: string;
}

export interface MeshErrorFields {
  kind: ErrorKind;
  /** UPPER_SNAKE_CASE; what programs decide by. */
  reason: string;
  /** What happened, to what, and what to do. */
  message: string;
  metadata?: Readonly<Record<string, string>>;
  violations?: readonly FieldViolation[];
  quota?: readonly QuotaViolation[];
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

export class MeshError extends Error {
  override name = 'MeshError';
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly violations: readonly FieldViolation[];
  readonly quota: readonly QuotaViolation[];
  readonly retryAfterMs: number | undefined;

  constructor(fields: MeshErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.kind = fields.kind;
    this.reason = fields.reason;
    this.metadata = fields.metadata ?? {};
    this.violations = fields.violations ?? [];
    this.quota = fields.quota ?? [];
    this.retryAfterMs = fields.retryAfterMs;
  }
}

/** What the message itself names; the violations hold them all. */
const FIELDS_TOLD_MAX = 10;

/** INVALID_ARGUMENT naming each bad field. */
export function invalidArgument(violations: readonly FieldViolation[]): MeshError {
  const told = violations
    .slice(0, FIELDS_TOLD_MAX)
    .map(({ field, description }) => `${field} ${description}`)
    .join('; ');
  return new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'INVALID_FIELD',
    message: `the request has ${violations.length} bad field(s): ${told}`,
    violations,
  });
}

export function isMeshError(error: unknown, kind?: ErrorKind): error is MeshError {
  return error instanceof MeshError && (kind === undefined || error.kind === kind);
}

export function codeOf(kind: ErrorKind): status {
  return status[kind];
}

export function kindOf(code: number): ErrorKind {
  const name = status[code];
  return KINDS.find((kind) => kind === name) ?? 'INTERNAL';
}
