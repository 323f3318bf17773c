// What all commands on rules and traffic need of flow-control.
import type { Rule__Output } from '@member-mesh/contracts';
import type { Session } from '../session.ts';

const TIMEOUT_MS = 10_000;

/** Options of a call as an operator. */
export function calling({ mesh, stop: signal }: Session) {
  return { timeoutMs: TIMEOUT_MS, signal, metadata: mesh.operatorKey() };
}

/** For what must not be done twice where an answer is lost: a key in it is told to nobody again. */
export function callingOnce(session: Session) {
  return { ...calling(session), repeat: 'never' as const };
}

export interface StoredRules {
  rules: Rule__Output[];
  revision: number;
  /** Of the whole set. */
  etag: string;
}

export function readStoredRules(session: Session): Promise<StoredRules> {
  return session.mesh.flowControl().ListRules({ resource: '' }, calling(session));
}
