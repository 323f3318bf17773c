// Every statement of this service, by the name of its file.
import { loadStatements, type Statement } from '@member-mesh/driver-mysql';

const NAMES = [
  'await-member',
  'count-outbox',
  'delete-bindings',
  'delete-outbox',
  'has-rows',
  'insert-accounts',
  'insert-bindings',
  'insert-history',
  'insert-members',
  'insert-outbox',
  'insert-requests',
  'keep-shard-map',
  'last-sequence',
  'last-unpublished',
  'list-unpublished',
  'lock-member',
  'mark-published',
  'peek-group',
  'prune-applied',
  'prune-requests',
  'read-accounts',
  'read-bindings',
  'read-first-entry',
  'read-group',
  'read-listings',
  'read-members',
  'read-request',
  'read-requests',
  'read-shard-extent',
  'read-shard-map',
  'reopen-behind-end',
  'reopen-other-stream',
  'replace-account',
  'replace-requests',
  'scan-accounts',
  'scan-members',
  'set-back-outbox',
  'take-unpublished',
  'try-member',
  'update-member',
] as const;

export type Statements = Readonly<Record<(typeof NAMES)[number], Statement>>;

export function loadRecordStatements(): Statements {
  return loadStatements(new URL('./sql/', import.meta.url), NAMES);
}

const UNPROTECTED = ['insert-accounts', 'last-outbox', 'poll-outbox'] as const;

/** Statements that lack a protection; only for tests. */
export function loadUnprotectedStatements(): Readonly<
  Record<(typeof UNPROTECTED)[number], Statement>
> {
  return loadStatements(new URL('./sql/without/', import.meta.url), UNPROTECTED);
}
