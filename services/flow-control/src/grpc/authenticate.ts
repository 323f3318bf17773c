// Who may call flow-control: services by their identity, to follow the policy; people and programs
// by a key, to read or change it. Nothing is looked at before this.
import type { Peers } from '@member-mesh/config';
import type { Clock } from '@member-mesh/kernel';
import { type Authenticate, identifyPeer, MeshError } from '@member-mesh/rpc';

import { authenticateOperator } from '../app/authenticate-operator.ts';
import type { PolicyFeed } from '../app/policy-feed.ts';
import { EMPTY_POLICY } from '../domain/policy.ts';
import type { Permission } from '../domain/words.ts';

const FOR_GATEWAYS: readonly string[] = ['gateway'];
/** They follow the rules on their tiers. */
const FOR_FOLLOWERS: readonly string[] = ['gateway', 'member-query', 'member-write'];
/** Which services may call what no operator may. */
const FOR_SERVICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['WatchPolicy', FOR_FOLLOWERS],
  ['ReportTraffic', FOR_FOLLOWERS],
  ['LeaseQuota', FOR_GATEWAYS],
]);
const FOR_READING = new Set([
  'ListRules',
  'ListRuleHistory',
  'ListCallers',
  'ListRefusals',
  'WatchTraffic',
]);
const READERS: readonly Permission[] = ['operate', 'govern'];
const CHANGERS: readonly Permission[] = ['operate'];
const BEARER = /^Bearer +([\x21-\x7e]+)$/i;
const NOT_LOADED_RETRY_AFTER_MS = 1_000;

export interface AuthenticationOptions {
  feed: PolicyFeed;
  /** SHA-256, hex, of the first operator's key. */
  bootstrapKeyHash: string;
  peers: Peers;
  clock: Clock;
}

export function createAuthenticate(options: AuthenticationOptions): Authenticate {
  return (surface, path) => {
    const method = path.slice(path.lastIndexOf('/') + 1);
    const kinds = FOR_SERVICES.get(method);
    if (kinds) return authenticateService(surface, { path, kinds }, options);
    const key = BEARER.exec(String(surface.metadata.get('authorization')[0] ?? ''))?.[1];
    if (key === undefined) {
      throw unauthenticated('KEY_MISSING', `${path} needs "authorization: Bearer KEY"`);
    }
    const permissions = FOR_READING.has(method) ? READERS : CHANGERS;
    return { caller: operatorOf(key, permissions, options) };
  };
}

function authenticateService(
  surface: Parameters<Authenticate>[0],
  { path, kinds }: { path: string; kinds: readonly string[] },
  { peers }: AuthenticationOptions,
): { caller: string } {
  const certificate = surface.getAuthContext().sslPeerCertificate;
  const kind = identifyPeer(surface.metadata, peers, certificate);
  if (kind !== undefined && kinds.includes(kind)) return { caller: kind };
  if (kind === undefined) {
    const message = `${path} is for ${kinds.join(', ')}: nothing proves this is one`;
    throw unauthenticated('PEER_UNKNOWN', message);
  }
  const message = `${kind} may not call ${path}`;
  throw new MeshError({ kind: 'PERMISSION_DENIED', reason: 'PEER_NOT_ALLOWED', message });
}

function operatorOf(
  key: string,
  permissions: readonly Permission[],
  { feed, bootstrapKeyHash, clock }: AuthenticationOptions,
): string {
  const verdict = authenticateOperator({
    key,
    permissions,
    policy: feed.current ?? EMPTY_POLICY,
    bootstrapKeyHash,
    nowMs: clock.nowMs(),
  });
  switch (verdict.kind) {
    case 'allowed':
      return verdict.name;
    case 'not-permitted':
      throw new MeshError({
        kind: 'PERMISSION_DENIED',
        reason: 'PERMISSION_MISSING',
        message: `${verdict.name} does not hold ${permissions.join(' or ').toUpperCase()}`,
      });
    case 'unknown-key':
      if (feed.current) throw unauthenticated('KEY_UNKNOWN', 'the key is not valid');
      throw new MeshError({
        kind: 'UNAVAILABLE',
        reason: 'POLICY_NOT_LOADED',
        message: 'the policy is not read yet; try again shortly',
        retryAfterMs: NOT_LOADED_RETRY_AFTER_MS,
      });
  }
}

function unauthenticated(reason: string, message: string): MeshError {
  return new MeshError({ kind: 'UNAUTHENTICATED', reason, message });
}
