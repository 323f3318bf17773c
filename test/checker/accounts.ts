// An account belongs to one member at a time, and whoever asks for it is told so.
import type { Call, Rule, Violation } from './history.ts';
import { Enders, spansOf } from './holdings.ts';
import type { SeenVersion, Sighting } from './sightings.ts';
import { type Span, Spans } from './spans.ts';
import type { Write } from './writes.ts';

export function findWrongHolders(facts: {
  calls: readonly Call[];
  sightings: readonly Sighting[];
  lineages: ReadonlyMap<string, readonly SeenVersion[]>;
  writes: readonly Write[];
}): Violation[] {
  const holders = new Holders(facts.lineages, facts.writes);
  return [
    ...facts.sightings.flatMap((sighting) => findSecondHolders(sighting, holders)),
    ...facts.calls.flatMap((call) => findDenials(call, holders)),
  ];
}

function findSecondHolders({ call, member, current }: Sighting, holders: Holders): Violation[] {
  if (!current) return [];
  const { memberId, accounts } = member;
  return accounts.flatMap((account) => {
    const holder = holders.of(account).around(call, memberId);
    return holder ? twoMembers(account, { memberId, call, holder }) : [];
  });
}

function findDenials(call: Call, holders: Holders): Violation[] {
  const { operation, outcome } = call;
  if (call.admitsStaleness) return [];
  if (operation.kind === 'lookup' && outcome.kind === 'nobody') {
    const { account } = operation;
    const holder = holders.of(account).around(call);
    const what = `${account} leads to nobody, and ${holder?.memberId} has it`;
    return proven('lost-binding', { what, call, span: holder });
  }
  if (operation.kind !== 'check-ownership' || outcome.kind !== 'verdicts') return [];
  const { account } = operation;
  const granted = outcome.owned.flatMap((memberId) => {
    const holder = holders.of(account).around(call, memberId);
    if (holder) return twoMembers(account, { memberId, call, holder });
    const span = holders.without(memberId, account).around(call);
    const what = `${account} is granted to ${memberId}, which does not have it`;
    return proven('wrong-owner', { what, call, span });
  });
  const denied = outcome.notOwned.flatMap((memberId) => {
    const span = holders.with(memberId, account).around(call);
    const what = `${account} is denied to ${memberId}, which has it`;
    return proven('lost-binding', { what, call, span });
  });
  return [...granted, ...denied];
}

function twoMembers(
  account: string,
  { memberId, call, holder }: { memberId: string; call: Call; holder: Span },
): Violation[] {
  const what = `${account} is shown on ${memberId} while ${holder.memberId} has it`;
  return proven('account-on-two-members', { what, call, span: holder });
}

function proven(
  rule: Rule,
  { what, call, span }: { what: string; call: Call; span: Span | undefined },
): Violation[] {
  return span ? [{ rule, what, calls: [...span.calls, call] }] : [];
}

/** Worked out for an account, or for a member and an account, when they are first asked for. */
class Holders {
  readonly #lineages: ReadonlyMap<string, readonly SeenVersion[]>;
  readonly #writes: ReadonlyMap<string, readonly Write[]>;
  readonly #members = new Map<string, Set<string>>();
  readonly #byAccount = new Map<string, Spans>();
  readonly #byPair = new Map<string, Spans>();

  constructor(lineages: ReadonlyMap<string, readonly SeenVersion[]>, writes: readonly Write[]) {
    this.#lineages = lineages;
    this.#writes = Map.groupBy(writes, ({ operation }) =>
      'memberId' in operation ? operation.memberId : '',
    );
    for (const [memberId, versions] of lineages) {
      for (const account of versions.flatMap(({ member }) => member.accounts)) {
        const members = this.#members.get(account);
        if (members) members.add(memberId);
        else this.#members.set(account, new Set([memberId]));
      }
    }
  }

  /** Who surely has the account when. */
  of(account: string): Spans {
    return remembered(this.#byAccount, account, () =>
      [...(this.#members.get(account) ?? [])].flatMap((id) => this.#spans(id, account, 'with')),
    );
  }

  with(memberId: string, account: string): Spans {
    const name = `with ${memberId} ${account}`;
    return remembered(this.#byPair, name, () => this.#spans(memberId, account, 'with'));
  }

  without(memberId: string, account: string): Spans {
    const name = `without ${memberId} ${account}`;
    return remembered(this.#byPair, name, () => this.#spans(memberId, account, 'without'));
  }

  #spans(memberId: string, account: string, which: 'with' | 'without'): Span[] {
    const isWith = which === 'with';
    const able = (this.#writes.get(memberId) ?? []).filter(({ operation, state }) => {
      if (state === 'refused') return false;
      if (isWith && operation.kind === 'close') return true;
      const kind = isWith ? 'unbind' : 'bind';
      return operation.kind === kind && operation.account === account;
    });
    return spansOf({
      memberId,
      versions: this.#lineages.get(memberId) ?? [],
      isSo: ({ member }) => member.accounts.includes(account) === isWith,
      enders: new Enders(able),
    });
  }
}

function remembered(known: Map<string, Spans>, name: string, spans: () => Span[]): Spans {
  const found = known.get(name) ?? new Spans(spans());
  known.set(name, found);
  return found;
}
