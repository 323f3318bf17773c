// The one way a request leaves: no retries by the client library (it would repeat writes unasked),
// a time limit and a size limit on every answer.
import { Client } from '@elastic/elasticsearch';

import { asElasticFailure } from './errors.ts';

export interface ElasticOptions {
  url: string;
  user: string;
  password: string;
  /** Sent as the user agent's name, for the cluster's logs. */
  name: string;
  /** The authority of the cluster's certificate, PEM; only with https. */
  authority?: string | undefined;
  /** Most requests at once on one cluster; further ones wait. */
  connectionsMax?: number;
}

/** What every call takes: the caller's patience. */
export interface CallOptions {
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface ElasticRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: object;
  /** Newline-delimited JSON instead of a body. */
  lines?: string;
}

const TIMEOUT_MS = 10_000;
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;
const CONNECTIONS_MAX = 32;

export class Requests {
  readonly #client: Client;

  constructor(options: ElasticOptions) {
    const { url, user, password, name, authority } = options;
    this.#client = new Client({
      node: url,
      auth: { username: user, password },
      name,
      headers: { 'user-agent': name },
      maxRetries: 0,
      requestTimeout: TIMEOUT_MS,
      compression: false,
      maxResponseSize: RESPONSE_BYTES_MAX,
      agent: { connections: options.connectionsMax ?? CONNECTIONS_MAX, keepAliveTimeout: 30_000 },
      ...(authority === undefined ? {} : { tls: { ca: authority } }),
    });
  }

  /** The answer's body. Throws ElasticUnavailable or ElasticRefused, or the signal's reason. */
  async send<T>(request: ElasticRequest, options: CallOptions = {}): Promise<T> {
    const { method, path, query, body, lines } = request;
    const { signal, timeoutMs } = options;
    signal?.throwIfAborted();
    try {
      return await this.#client.transport.request<T>(
        {
          method,
          path,
          ...(query ? { querystring: query } : {}),
          ...(body ? { body } : {}),
          ...(lines === undefined ? {} : { bulkBody: lines }),
        },
        {
          maxRetries: 0,
          ...(signal ? { signal } : {}),
          ...(timeoutMs === undefined ? {} : { requestTimeout: timeoutMs }),
        },
      );
    } catch (error) {
      throw asElasticFailure(error, signal);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
