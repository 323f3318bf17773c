// MeshError to and from the wire: the status, and google.rpc details in grpc-status-details-bin.
import { Metadata, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { type Contracts, durationOf, msOf } from '@member-mesh/contracts';

import { fittingHeader, fittingMessage, fittingViolations } from './fitting.ts';
import { codeOf, ERROR_DOMAIN, kindOf, MeshError, type MeshErrorFields } from './mesh-error.ts';

export const DETAILS_KEY = 'grpc-status-details-bin';
const PUSHBACK_KEY = 'grpc-retry-pushback-ms';
const TYPE_PREFIX = 'type.googleapis.com/google.rpc.';

export interface ErrorCodec {
  /** Of an error, or of what would be one: to make an Error costs more than to tell it. */
  toStatus(error: MeshErrorFields): StatusObject;
  fromServiceError(error: ServiceError): MeshError;
}

export function createErrorCodec(contracts: Contracts): ErrorCodec {
  return {
    toStatus: (error) => toStatus(contracts, error),
    fromServiceError: (error) => fromServiceError(contracts, error),
  };
}

function toStatus({ messages }: Contracts, error: MeshErrorFields): StatusObject {
  const any = (type: string, value: Buffer): { type_url: string; value: Buffer } => ({
    type_url: `${TYPE_PREFIX}${type}`,
    value,
  });
  const { reason, metadata: pairs = {}, violations = [], quota = [], retryAfterMs } = error;
  const details = [
    any('ErrorInfo', messages.errorInfo.encode({ reason, domain: ERROR_DOMAIN, metadata: pairs })),
  ];
  if (violations.length > 0) {
    const fieldViolations = fittingViolations(violations);
    details.push(any('BadRequest', messages.badRequest.encode({ fieldViolations })));
  }
  if (quota.length > 0) {
    details.push(any('QuotaFailure', messages.quotaFailure.encode({ violations: [...quota] })));
  }
  const metadata = new Metadata();
  if (retryAfterMs !== undefined) {
    const retryDelay = durationOf(retryAfterMs);
    details.push(any('RetryInfo', messages.retryInfo.encode({ retryDelay })));
    metadata.set(PUSHBACK_KEY, String(Math.ceil(retryAfterMs)));
  }
  const code = codeOf(error.kind);
  const message = fittingMessage(error.message);
  metadata.set(DETAILS_KEY, messages.rpcStatus.encode({ code, message, details }));
  return { code, details: fittingHeader(error.message), metadata };
}

function fromServiceError(contracts: Contracts, error: ServiceError): MeshError {
  const kind = kindOf(error.code);
  const fields = { kind, reason: kind as string, message: error.details, cause: error };
  const [wire] = error.metadata.get(DETAILS_KEY);
  if (!Buffer.isBuffer(wire)) return new MeshError(fields);
  try {
    return new MeshError({ ...fields, ...detailsOf(contracts, wire) });
  } catch {
    // Details of another make are no reason to lose the error itself.
    return new MeshError(fields);
  }
}

type Details = Partial<ConstructorParameters<typeof MeshError>[0]>;

function detailsOf({ messages }: Contracts, wire: Buffer): Details {
  const status = messages.rpcStatus.decode(wire);
  const found: Details = { message: status.message };
  for (const any of status.details as unknown as { type_url: string; value: Buffer }[]) {
    const type = any.type_url.slice(TYPE_PREFIX.length);
    if (type === 'ErrorInfo') {
      const { reason, metadata } = messages.errorInfo.decode(any.value);
      Object.assign(found, { reason, metadata });
    } else if (type === 'BadRequest') {
      found.violations = messages.badRequest.decode(any.value).fieldViolations;
    } else if (type === 'QuotaFailure') {
      found.quota = messages.quotaFailure.decode(any.value).violations;
    } else if (type === 'RetryInfo') {
      const retryAfterMs = msOf(messages.retryInfo.decode(any.value).retryDelay);
      if (retryAfterMs !== undefined) found.retryAfterMs = retryAfterMs;
    }
  }
  return found;
}
