// Histories that are right by construction: every call takes effect at one moment between its start
// and its end, on one member table; answers get lost before or after the effect, or the effect
// comes long after the caller has given up, and callers repeat.
import type { Call, History, MemberView, Outcome, WriteOperation } from './history.ts';

export const STEP_KINDS = [
  ...['register', 'update', 'bind', 'unbind', 'close', 'repeat'],
  ...['get', 'batch-get', 'lookup', 'check-ownership'],
] as const;

export interface Step {
  kind: (typeof STEP_KINDS)[number];
  /** Which of the members and accounts there are. */
  member: number;
  account: number;
  /** How long before and after its effect the call starts and ends. */
  leadMs: number;
  lagMs: number;
  fate: 'answered' | 'lost-before' | 'lost-after' | 'late';
}

const STEP_MS = 10;
/** How many steps a late effect comes after its call's end. */
const LATE_STEPS = 7;
const ACCOUNTS = Array.from({ length: 6 }, (_, at) => `wechat:${at}`);

export interface Model {
  history: History & { quietMs: number };
  /** Every version that each member had, the oldest first. */
  lives: ReadonlyMap<string, readonly MemberView[]>;
}

/** The history of the steps, followed by reads of everything. */
export function play(steps: readonly Step[]): Model {
  const table = new Table();
  const calls: Call[] = [];
  const late: { at: number; write: Lost }[] = [];
  const lost: Lost[] = [];
  steps.forEach((step, at) => {
    for (const due of late.filter((each) => each.at === at)) table.write(due.write);
    const momentMs = (at + 1) * STEP_MS;
    const times = { startMs: momentMs - step.leadMs, endMs: momentMs + step.lagMs };
    const call = (parts: Pick<Call, 'operation' | 'outcome'> & { requestId?: string }): void => {
      calls.push({ id: calls.length, client: `c${at % 4}`, ...times, ...parts });
    };
    const repeated = step.kind === 'repeat' ? lost.at(-1) : undefined;
    const operation = repeated?.operation ?? operationOf(step, table.ids, at);
    if (!operation) return;
    if (!isWrite(operation)) return call({ operation, outcome: table.read(operation) });
    const write = repeated ?? { operation, requestId: `r${at}` };
    const { requestId } = write;
    if (step.fate === 'answered')
      return call({ operation, requestId, outcome: table.write(write) });
    lost.push(write);
    if (step.fate === 'lost-after') table.write(write);
    const endsAt = Math.ceil(times.endMs / STEP_MS);
    if (step.fate === 'late') late.push({ at: endsAt + LATE_STEPS, write });
    call({ operation, requestId, outcome: { kind: 'unknown', reason: 'timeout' } });
  });
  for (const { at, write } of late) if (at >= steps.length) table.write(write);
  const quietMs = (steps.length + 50) * STEP_MS;
  return {
    history: { calls: [...calls, ...finalReads(table, quietMs)], quietMs },
    lives: table.lives,
  };
}

type ReadOperation = Exclude<Call['operation'], WriteOperation>;

interface Lost {
  operation: WriteOperation;
  requestId: string;
}

function isWrite(operation: Call['operation']): operation is WriteOperation {
  return ['register', 'update', 'bind', 'unbind', 'close'].includes(operation.kind);
}

function operationOf(
  step: Step,
  ids: readonly string[],
  at: number,
): Call['operation'] | undefined {
  const account = ACCOUNTS[step.account % ACCOUNTS.length] as string;
  const memberId = ids[step.member % ids.length];
  const displayName = `name ${at}`;
  if (step.kind === 'register') return { kind: 'register', account, displayName };
  if (memberId === undefined || step.kind === 'repeat') return undefined;
  switch (step.kind) {
    case 'update':
      return { kind: 'update', memberId, displayName };
    case 'bind':
    case 'unbind':
      return { kind: step.kind, memberId, account };
    case 'close':
    case 'get':
      return { kind: step.kind, memberId };
    case 'batch-get':
      return { kind: 'batch-get', memberIds: ids };
    case 'lookup':
      return { kind: 'lookup', account };
    case 'check-ownership':
      return { kind: 'check-ownership', account, memberIds: ids };
  }
}

function finalReads(table: Table, quietMs: number): Call[] {
  const gets = table.ids.map((memberId): ReadOperation => ({ kind: 'get', memberId }));
  const lookups = ACCOUNTS.map((account): ReadOperation => ({ kind: 'lookup', account }));
  return [...gets, ...lookups].map((operation, at) => {
    const startMs = quietMs + at * STEP_MS;
    const times = { startMs, endMs: startMs + 1 };
    return {
      id: 1_000_000 + at,
      client: 'last',
      ...times,
      operation,
      outcome: table.read(operation),
    };
  });
}

class Table {
  readonly lives = new Map<string, MemberView[]>();
  readonly #answers = new Map<string, Outcome>();

  get ids(): string[] {
    return [...this.lives.keys()];
  }

  /** Once for each request id; a repeat gets the first answer. */
  write({ operation, requestId }: Lost): Outcome {
    const outcome = this.#answers.get(requestId) ?? this.#apply(operation);
    if (outcome.kind === 'member') this.#answers.set(requestId, outcome);
    return outcome;
  }

  read(operation: ReadOperation): Outcome {
    switch (operation.kind) {
      case 'get':
        return asOutcome(this.#now(operation.memberId));
      case 'lookup':
        return asOutcome(this.#holder(operation.account));
      case 'batch-get': {
        const members = operation.memberIds.flatMap((id) => this.#now(id) ?? []);
        return { kind: 'members', members, notFound: [] };
      }
      case 'check-ownership': {
        const holder = this.#holder(operation.account)?.memberId;
        const owned = operation.memberIds.filter((id) => id === holder);
        const notOwned = operation.memberIds.filter((id) => id !== holder);
        return { kind: 'verdicts', owned, notOwned };
      }
    }
  }

  #apply(operation: WriteOperation): Outcome {
    if (operation.kind === 'register') return this.#register(operation);
    const before = this.#now(operation.memberId);
    const refused: Outcome = { kind: 'refused', reason: 'not possible' };
    if (!before || before.closed) return refused;
    switch (operation.kind) {
      case 'update':
        return this.#become(before, { displayName: operation.displayName });
      case 'close':
        return this.#become(before, { closed: true, accounts: [] });
      case 'bind': {
        const { account } = operation;
        if (before.accounts.includes(account)) return { kind: 'member', member: before };
        if (this.#holder(account)) return refused;
        return this.#become(before, { accounts: [...before.accounts, account] });
      }
      case 'unbind': {
        const accounts = before.accounts.filter((each) => each !== operation.account);
        if (accounts.length === before.accounts.length || accounts.length === 0) return refused;
        return this.#become(before, { accounts });
      }
    }
  }

  #register({ account, displayName }: WriteOperation & { kind: 'register' }): Outcome {
    if (this.#holder(account)) return { kind: 'refused', reason: 'bound already' };
    const memberId = `m${this.lives.size}`;
    const member = { memberId, version: 1, closed: false, displayName, accounts: [account] };
    this.lives.set(memberId, [member]);
    return { kind: 'member', member };
  }

  #become(before: MemberView, change: Partial<MemberView>): Outcome {
    const member = { ...before, ...change, version: before.version + 1 };
    this.lives.get(before.memberId)?.push(member);
    return { kind: 'member', member };
  }

  #now(memberId: string): MemberView | undefined {
    return this.lives.get(memberId)?.at(-1);
  }

  #holder(account: string): MemberView | undefined {
    return this.ids
      .flatMap((id) => this.#now(id) ?? [])
      .find(({ accounts }) => accounts.includes(account));
  }
}

function asOutcome(member: MemberView | undefined): Outcome {
  return member ? { kind: 'member', member } : { kind: 'nobody' };
}
