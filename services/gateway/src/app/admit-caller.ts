// Whether a call may come in at all. Decided from memory before anything else of the call is looked
// at, so that a stranger learns nothing about what exists.
import type { Caller, Permission } from '../domain/caller.ts';
import type { CallerDirectory } from '../domain/caller-directory.ts';

/** What a call presents: a key, a name its certificate proves, both or neither. */
export interface Credentials {
  key: string | undefined;
  certificateName: string | undefined;
}

export type Admission =
  | { kind: 'admitted'; caller: Caller }
  | { kind: 'no-key' }
  | { kind: 'unknown-key' }
  | { kind: 'expired-key' }
  | { kind: 'unknown-certificate' }
  | { kind: 'disabled'; caller: Caller }
  | { kind: 'not-permitted'; caller: Caller };

export function admitCaller(
  directory: CallerDirectory,
  credentials: Credentials,
  { permission, nowMs }: { permission: Permission; nowMs: number },
): Admission {
  const identified = identify(directory, credentials, nowMs);
  if (identified.kind !== 'admitted') return identified;
  const { caller } = identified;
  if (caller.disabled) return { kind: 'disabled', caller };
  if (!caller.permissions.has(permission)) return { kind: 'not-permitted', caller };
  return identified;
}

function identify(
  directory: CallerDirectory,
  { key, certificateName }: Credentials,
  nowMs: number,
): Admission {
  if (certificateName !== undefined) {
    const caller = directory.named(certificateName);
    return caller ? { kind: 'admitted', caller } : { kind: 'unknown-certificate' };
  }
  if (key === undefined) return { kind: 'no-key' };
  const verdict = directory.holderOf(key, nowMs);
  if (verdict.kind === 'known') return { kind: 'admitted', caller: verdict.caller };
  return { kind: verdict.kind === 'expired' ? 'expired-key' : 'unknown-key' };
}
