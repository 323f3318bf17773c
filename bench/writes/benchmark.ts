// `./mesh bench writes`: registering and updating through the mesh, beside plain inserts and
// updates of the same rows into the same servers with the same durability.
import { parseAccount } from '@member-mesh/contracts';

import { generateMembers } from '../../tools/meshctl/src/generate/member-generator.ts';
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { CONNECTIONS, type Generators, startGenerators } from '../load/generators.ts';
import { measureRound, spentText, type Round } from '../load/measure.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { encodeRegister, encodeRename, type WriteMethod, writePath } from '../mesh/write-calls.ts';
import type { PlainTransaction } from '../opponents/orders.ts';
import { type PlainWriter, startPlainWriter } from '../opponents/start.ts';
import { PlainRows, type Written } from './plain-rows.ts';
import { accessOf, createPlainTables, expectSameRows } from './record.ts';

const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };
const GOAL = 0.5;
const ROUND_MS_MAX = 120_000;

export const writesBenchmark: Benchmark = {
  summary: 'registering and updating, beside plain mysql2 writing the same rows',
  inMesh: true,
  options: {
    writes: {
      what: 'how many writes a round has',
      ...{ default: 600, quick: 60, min: 10, max: 100_000 },
    },
    'at-once': {
      what: 'how many writes are on their way',
      ...{ default: 32, quick: 16, min: 1, max: 1_000 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    await createPlainTables(accessOf(bench.mesh, 'MYSQL_ADMIN'));
    const generators = await startGenerators(1);
    const writer = await startPlainWriter(accessOf(bench.mesh, 'MYSQL'));
    try {
      return await new Writing(run, { bench, generators, writer }).rows();
    } finally {
      await writer.close();
      await generators.close();
    }
  },
};

interface Parts {
  bench: BenchMesh;
  generators: Generators;
  writer: PlainWriter;
}

interface Registration {
  requestId: string;
  account: { platform: string; accountId: string };
  profile: Parameters<PlainRows['register']>[2];
}

type Pair = Record<'ours' | 'other', number[]>;

class Writing {
  readonly #run: BenchmarkRun;
  readonly #parts: Parts;
  readonly #plain = new PlainRows();
  readonly #count: number;
  readonly #atOnce: number;
  readonly #spent: Round[] = [];
  /** Of the last round of plain registrations. */
  #registered: Written[] = [];
  #serial = 0;

  constructor(run: BenchmarkRun, parts: Parts) {
    this.#run = run;
    this.#parts = parts;
    this.#count = run.numbers['writes'] ?? 1;
    this.#atOnce = run.numbers['at-once'] ?? 1;
  }

  async rows(): Promise<Row[]> {
    const { tell, quick } = this.#run;
    const plan = quick ? QUICK_PLAN : PLAN;
    tell(`registering with ${this.#atOnce} on their way`);
    const registering = await inTurns<'ours' | 'other', number>(
      {
        ours: (round) => this.#register(this.#registrations(round)),
        other: (round) => this.#registerPlainly(this.#registrations(round)),
      },
      plan,
    );
    const [first] = this.#registrations(plan.warmUps + plan.rounds - 1);
    if (first) await this.#expectSame(first);
    const registerRow = this.#row('register', registering);
    const { bench } = this.#parts;
    const ids = await bench.members(this.#count);
    tell(`updating with ${this.#atOnce} on their way`);
    const updating = await inTurns<'ours' | 'other', number>(
      { ours: () => this.#update(ids), other: () => this.#updatePlainly() },
      plan,
    );
    return [registerRow, this.#row('update', updating)];
  }

  #row(what: string, measured: Pair): Row {
    const { numbers } = this.#run;
    return rowOf(
      {
        ...{ name: `writes: ${what}, beside plain mysql2`, unit: 'writes/s', better: 'higher' },
        goal: GOAL,
        meaning: `${numbers['at-once']} on their way; one plain transaction for each write`,
        limit: `a write costs ${spentText(this.#spent)}`,
      },
      measured,
    );
  }

  /** The same for the same round: both sides write the same members. */
  #registrations(round: number): Registration[] {
    const members = [...generateMembers(`bench writes ${round}`, this.#count)];
    return members.map(({ accounts: _, ...profile }, at) => ({
      requestId: `bench-register-${round}-${at}`,
      account: { platform: 'wechat', accountId: `bench-${round}-${at}` },
      profile,
    }));
  }

  async #register(registrations: readonly Registration[]): Promise<number> {
    const requests = registrations.map((each) => encodeRegister(each));
    const expected = registrations.map(({ account }) => account.accountId);
    return await this.#send('RegisterMember', requests, expected);
  }

  async #update(ids: readonly string[]): Promise<number> {
    const names = ids.map(() => `Bench ${++this.#serial}`);
    const requests = ids.map((memberId, at) => encodeRename(memberId, names[at] ?? ''));
    return await this.#send('UpdateMember', requests, names);
  }

  async #send(method: WriteMethod, requests: Buffer[], expected: string[]): Promise<number> {
    const { bench, generators } = this.#parts;
    const path = writePath(method);
    const target = { address: bench.gateway, path, metadata: bench.metadata };
    const pace = { kind: 'closed', atOnce: this.#atOnce } as const;
    const round = await measureRound(
      {
        ...{ target, requests, expected, once: true, connections: CONNECTIONS, pace },
        durationMs: ROUND_MS_MAX,
      },
      { generators, pids: bench.writePids() },
    );
    this.#spent.push(round);
    return round.perSecond;
  }

  async #registerPlainly(registrations: readonly Registration[]): Promise<number> {
    this.#registered = await Promise.all(
      registrations.map(({ requestId, account, profile }) => {
        const parsed = parseAccount(account);
        if (!parsed) throw new Error(`${account.accountId} is no account`);
        return this.#plain.register(requestId, parsed, profile);
      }),
    );
    return await this.#sendPlainly(this.#registered.map(({ transaction }) => transaction));
  }

  async #updatePlainly(): Promise<number> {
    this.#registered = await Promise.all(
      this.#registered.map(({ member }) => {
        const name = `Bench ${++this.#serial}`;
        return this.#plain.update(`bench-update-${name}`, member, name);
      }),
    );
    return await this.#sendPlainly(this.#registered.map(({ transaction }) => transaction));
  }

  async #sendPlainly(transactions: PlainTransaction[]): Promise<number> {
    const elapsedMs = await this.#parts.writer.write(transactions, this.#atOnce);
    return (transactions.length * 1_000) / elapsedMs;
  }

  /** Both sides wrote the members of the last round last. */
  async #expectSame({ account }: Registration): Promise<void> {
    const { mesh, caller } = this.#parts.bench;
    const { member } = await caller.query.LookupAccount({ account }, caller.options);
    const plain = this.#registered[0]?.member.memberId;
    if (!member || plain === undefined) throw new Error('a registered member is not there');
    await expectSameRows(accessOf(mesh, 'MYSQL'), member.memberId, plain);
  }
}
