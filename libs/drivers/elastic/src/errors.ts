// What can go wrong with a whole request to a cluster. What goes wrong with one document of a
// request is part of the answer instead.
import { errors } from '@elastic/elasticsearch';

/**
 * The cluster cannot be reached, is overloaded or did not answer in time: the same request may
 * succeed later.
 */
export class ElasticUnavailable extends Error {
  override name = 'ElasticUnavailable';
}

/** The cluster refused the request as it is. */
export class ElasticRefused extends Error {
  override name = 'ElasticRefused';
  readonly status: number;
  /** Elasticsearch's name of the error, such as "index_not_found_exception". */
  readonly type: string;

  constructor(message: string, reason: { status: number; type: string; cause: unknown }) {
    super(message, { cause: reason.cause });
    this.status = reason.status;
    this.type = reason.type;
  }
}

const RETRYABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

function typeOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error' in body)) return '';
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('type' in error)) return '';
  return String(error.type);
}

/**
 * Turns what the client library throws into one of the kinds above; an abort becomes the signal's
 * reason.
 */
export function asElasticFailure(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0;
    const type = typeOf(error.body);
    if (RETRYABLE_STATUSES.has(status) || type === 'cluster_block_exception') {
      return new ElasticUnavailable(`${status} ${type}`, { cause: error });
    }
    return new ElasticRefused(`${status} ${type}`, { status, type, cause: error });
  }
  if (error instanceof errors.ElasticsearchClientError) {
    return new ElasticUnavailable(`${error.name}: ${error.message}`, { cause: error });
  }
  return error;
}

export function isIndexMissing(error: unknown): boolean {
  return error instanceof ElasticRefused && error.type === 'index_not_found_exception';
}
