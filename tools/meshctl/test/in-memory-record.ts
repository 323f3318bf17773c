// The system of record by the rules that an import relies on, in memory: a row of an import is
// written once, an account belongs to one member, and refusals are decided anew each time.
import { createHash } from 'node:crypto';
import { accountKey } from '@member-mesh/contracts';
import type { ImportedMember } from '../src/import/imported-member.ts';
import type { MemberRecord, NumberedMember, RowOutcome } from '../src/import/record.ts';

interface Written {
  memberId: string;
  hash: string;
}

export class InMemoryRecord implements MemberRecord {
  readonly members = new Map<string, ImportedMember>();
  readonly #accounts = new Map<string, string>();
  readonly #rows = new Map<string, Written>();
  /** How often a row arrived that had been written before. */
  repeats = 0;

  importMembers(importId: string, rows: readonly NumberedMember[]): Promise<RowOutcome[]> {
    return Promise.resolve(rows.map((row) => this.#importRow(importId, row)));
  }

  hasMember(memberId: string): Promise<boolean> {
    return Promise.resolve(this.members.has(memberId));
  }

  #importRow(importId: string, { number, member }: NumberedMember): RowOutcome {
    const key = `${importId}/${number}`;
    const hash = createHash('sha256').update(JSON.stringify(member)).digest('hex');
    const before = this.#rows.get(key);
    if (before) {
      this.repeats++;
      if (before.hash === hash) return written(number, before.memberId);
      return refused(number, 'REQUEST_ID_REUSED', 'request_id');
    }
    const keys = member.accounts.map(accountKey);
    const taken = keys.find((each) => this.#accounts.has(each));
    if (taken !== undefined) return refused(number, 'ACCOUNT_ALREADY_BOUND', 'accounts');
    const memberId = String(1_000_000 + this.members.size);
    this.#rows.set(key, { memberId, hash });
    this.members.set(memberId, member);
    for (const each of keys) this.#accounts.set(each, memberId);
    return written(number, memberId);
  }
}

function written(number: number, memberId: string): RowOutcome {
  return { number, memberId, refusedReason: '', refusedField: '', detail: '' };
}

function refused(number: number, refusedReason: string, refusedField: string): RowOutcome {
  return { number, memberId: '', refusedReason, refusedField, detail: 'told by the record' };
}
