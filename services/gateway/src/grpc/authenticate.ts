// Lets callers in, or says why not, before anything of the request is looked at.
import type { Clock } from '@member-mesh/kernel';
import { type Authenticate, certificateNames, MeshError, type SurfaceCall } from '@member-mesh/rpc';

import { type Admission, admitCaller } from '../app/admit-caller.ts';
import type { Permission } from '../domain/caller.ts';
import type { CallerDirectory } from '../domain/caller-directory.ts';

const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;
const NOT_LOADED_RETRY_AFTER_MS = 1_000;
// The same words whether the key never was or has ended: a stranger learns nothing from them.
const INVALID_KEY = 'the key is not valid';

export interface AuthenticationOptions {
  directory: () => CallerDirectory | undefined;
  permission: Permission;
  clock: Clock;
}

export function createAuthenticate(options: AuthenticationOptions): Authenticate {
  const { directory, permission, clock } = options;
  return (surface) => {
    const callers = directory();
    if (!callers) throw policyNotLoaded();
    const known = { permission, nowMs: clock.nowMs() };
    const admission = admitCaller(callers, credentialsOf(surface), known);
    if (admission.kind === 'admitted') return { caller: admission.caller.name };
    throw errorOf(admission, permission);
  };
}

function credentialsOf(surface: SurfaceCall): Parameters<typeof admitCaller>[1] {
  const certificate = surface.getAuthContext().sslPeerCertificate;
  const authorization = surface.metadata.get('authorization')[0];
  return {
    key: authorization === undefined ? undefined : bearerKeyOf(String(authorization)),
    // A certificate without a usable name proves nobody: it must not fall back to a key.
    certificateName: certificate && (certificateNames(certificate)[0] ?? ''),
  };
}

/** The key in an authorization header; empty, and so nobody's, where there is none. */
export function bearerKeyOf(authorization: string): string {
  return BEARER.exec(authorization)?.[1] ?? '';
}

function errorOf(
  admission: Exclude<Admission, { kind: 'admitted' }>,
  permission: Permission,
): MeshError {
  switch (admission.kind) {
    case 'no-key':
      return unauthenticated('KEY_MISSING', 'the call has no "authorization: Bearer KEY"');
    case 'unknown-key':
      return unauthenticated('KEY_UNKNOWN', INVALID_KEY);
    case 'expired-key':
      return unauthenticated('KEY_EXPIRED', INVALID_KEY);
    case 'unknown-certificate':
      return unauthenticated('CERTIFICATE_UNKNOWN', 'the certificate names no registered caller');
    case 'disabled':
      return denied('CALLER_DISABLED', `${admission.caller.name} is disabled`);
    case 'not-permitted': {
      const message = `${admission.caller.name} does not hold ${permission.toUpperCase()}`;
      return denied('PERMISSION_MISSING', message);
    }
  }
}

function unauthenticated(reason: string, message: string): MeshError {
  return new MeshError({ kind: 'UNAUTHENTICATED', reason, message });
}

function denied(reason: string, message: string): MeshError {
  return new MeshError({ kind: 'PERMISSION_DENIED', reason, message });
}

function policyNotLoaded(): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'POLICY_NOT_LOADED',
    message: 'this gateway has no policy yet; try again shortly or another gateway',
    retryAfterMs: NOT_LOADED_RETRY_AFTER_MS,
  });
}
