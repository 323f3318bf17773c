// Indices and aliases, for the service that owns them.
import { ElasticRefused } from './errors.ts';
import type { CallOptions, Requests } from './requests.ts';

// Changes of the cluster's state wait for one another; giving up early leaves one half done.
const ADMINISTRATION_TIMEOUT_MS = 30_000;
const patience = { timeoutMs: ADMINISTRATION_TIMEOUT_MS };

export interface IndexDefinition {
  settings: object;
  mappings: object;
  /** Aliases the index has from its first moment. */
  aliases?: readonly string[];
}

export type AliasAction =
  { add: { index: string; alias: string } } | { remove: { index: string; alias: string } };

/** Creates the index; answers false when it is there already. */
export async function createIndex(
  requests: Requests,
  name: string,
  definition: IndexDefinition,
): Promise<boolean> {
  const { settings, mappings, aliases } = definition;
  const body = {
    settings,
    mappings,
    aliases: Object.fromEntries((aliases ?? []).map((alias) => [alias, {}])),
  };
  try {
    const query = { wait_for_active_shards: 1 };
    const path = `/${encodeURIComponent(name)}`;
    await requests.send({ method: 'PUT', path, query, body }, patience);
    return true;
  } catch (error) {
    const exists = 'resource_already_exists_exception';
    if (error instanceof ElasticRefused && error.type === exists) return false;
    throw error;
  }
}

/** Deletes the index; it is no failure when it is gone already. */
export async function deleteIndex(requests: Requests, name: string): Promise<void> {
  const query = { ignore_unavailable: true };
  const path = `/${encodeURIComponent(name)}`;
  await requests.send({ method: 'DELETE', path, query }, patience);
}

/** The indices that match the pattern, each with its aliases. */
export async function listIndices(
  requests: Requests,
  pattern: string,
  options: CallOptions = {},
): Promise<Map<string, string[]>> {
  const path = `/${encodeURIComponent(pattern)}/_alias`;
  const request = { method: 'GET', path, query: { ignore_unavailable: true } } as const;
  type Answer = Record<string, { aliases: Record<string, unknown> }>;
  try {
    const answer = await requests.send<Answer>(request, options);
    return new Map(
      Object.entries(answer).map(([name, { aliases }]) => [name, Object.keys(aliases).sort()]),
    );
  } catch (error) {
    if (error instanceof ElasticRefused && error.status === 404) return new Map();
    throw error;
  }
}

/** Carries out all actions at once: no reader sees a state between. */
export async function changeAliases(
  requests: Requests,
  actions: readonly AliasAction[],
): Promise<void> {
  await requests.send({ method: 'POST', path: '/_aliases', body: { actions } }, patience);
}
