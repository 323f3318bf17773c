// Transactions, failures and deadlines on a real server, through its faults.
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase, type Stores, startStores, until } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';

import { createMysqlNode, MysqlError, type MysqlNode, type Statement } from '../src/index.ts';

jest.setTimeout(120_000);

let stores: Stores;
let node: MysqlNode;
let other: MysqlNode;

const statement = (sql: string): Statement => ({ name: sql.split(' ')[0]!.toLowerCase(), sql });
const within = (ms: number, signal?: AbortSignal) => ({
  deadlineMs: systemClock.monotonicMs() + ms,
  signal,
});
const run = (sql: string, parameters: never[] = []) =>
  node.run(statement(sql), parameters, within(5_000));

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof MysqlError ? error.failure : String(error)),
  );

interface Line {
  port: number;
  /** Ends the connections towards the clients, as a server does that dies. */
  endClients: () => void;
  close: () => Promise<void>;
}

/** A line to the server that can be ended in the middle of a statement. */
async function openLine(): Promise<Line> {
  const { host, port } = address();
  const clients = new Set<Socket>();
  const line = createServer((client) => {
    clients.add(client);
    const server = connect(port, host);
    client.pipe(server);
    server.on('data', (part) => client.write(part));
    client.on('close', () => server.destroy());
    for (const socket of [client, server]) socket.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  return {
    port: (line.address() as AddressInfo).port,
    endClients: () => clients.forEach((client) => client.end()),
    close: () => new Promise((resolve) => line.close(() => resolve())),
  };
}

function address(): { host: string; port: number } {
  const [{ nodes }] = JSON.parse(stores.env('member-write')['MYSQL_GROUPS']!) as [
    { nodes: [string] },
  ];
  const [host, port] = nodes[0].split(':');
  return { host: host!, port: Number(port) };
}

function open(at = address()): MysqlNode {
  const environment = stores.env('member-write');
  return createMysqlNode({
    ...{ ...at, user: environment['MYSQL_ADMIN_USER']! },
    password: readFileSync(environment['MYSQL_ADMIN_PASSWORD_FILE']!, 'utf8').trim(),
    database: environment['MYSQL_DATABASE']!,
    ...{ connectionsMax: 4, waitersMax: 10, connectTimeoutMs: 1_000 },
    ...{ statementTimeoutMs: 3_000, commitTimeoutMs: 1_000, clock: systemClock },
    limits: { lockWaitMs: 1_000, idleTransactionMs: 2_000 },
  });
}

describeOnEachDatabase(describe, { mysql: 'present' }, (dialect) => {
  beforeAll(async () => {
    stores = await startStores({ mysql: 'primaries', mysqlGroups: 1, dialect });
    [node, other] = [open(), open()];
    await run(
      'CREATE TABLE thing (id BIGINT UNSIGNED PRIMARY KEY, name VARBINARY(64), text VARCHAR(64)) CHARACTER SET utf8mb4',
    );
  });

  afterEach(async () => {
    await run('DELETE FROM thing');
  });

  afterAll(async () => {
    node?.close();
    other?.close();
    await stores?.close();
  });

  /** Resolves for everybody once so many have come. */
  function barrier(count: number): () => Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let missing = count;
    return async () => {
      missing--;
      if (missing === 0) resolve(undefined);
      await promise;
    };
  }

  /** Waits until the server has ended a connection. */
  async function untilGone(id: number): Promise<void> {
    const list = `SELECT COUNT(*) AS count FROM information_schema.processlist WHERE id = ${id}`;
    await until(`the end of connection ${id}`, async () => {
      return Number((await run(list)).rows[0]!['count']) === 0;
    });
  }

  const insert = (id: number | bigint, name = 'n') => ({
    statement: statement('INSERT INTO thing VALUES ?'),
    parameters: [[[id, Buffer.from(name), name]]],
  });

  describe('values', () => {
    it('of 64 bits, bytes and any text come back as they went', async () => {
      const text = 'o\'ne\\ " ; -- 林🌧\u0000\n';
      await node.run(
        statement('INSERT INTO thing VALUES (?)'),
        [[9223372036854775807n, Buffer.from([0, 255, 39, 92]), text]],
        within(1_000),
      );
      const { rows } = await run('SELECT * FROM thing');
      expect(rows).toEqual([
        { id: '9223372036854775807', name: Buffer.from([0, 255, 39, 92]), text },
      ]);
    });

    it('as tuples are found by tuples, trailing blanks and all', async () => {
      await node.transaction(within(1_000), async (tx) => {
        await tx.runAll([insert(1, 'a'), insert(2, 'a '), insert(3, 'A')]);
      });
      const found = await node.run(
        statement('SELECT id FROM thing WHERE (id, name) IN (?)'),
        [
          [
            [1, Buffer.from('a ')],
            [2, Buffer.from('a ')],
            [3, Buffer.from('a')],
          ],
        ],
        within(1_000),
      );
      expect(found.rows).toEqual([{ id: '2' }]);
    });
  });

  describe('a transaction', () => {
    it('is committed when its work resolves and undone when it rejects', async () => {
      await node.transaction(within(1_000), (tx) => tx.runAll([insert(1)]));
      const failing = node.transaction(within(1_000), async (tx) => {
        await tx.runAll([insert(2)]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      const { rows } = await run('SELECT id FROM thing');
      expect(rows).toEqual([{ id: '1' }]);
    });

    it('goes on after a duplicate key', async () => {
      await node.transaction(within(2_000), async (tx) => {
        await tx.runAll([insert(1)]);
        expect(await failureOf(tx.runAll([insert(1)]))).toBe('duplicate-key');
        await tx.runAll([insert(2)]);
      });
      expect((await run('SELECT id FROM thing')).rows).toHaveLength(2);
    });

    it('is over after a lock wait that timed out, even if its work goes on', async () => {
      await node.transaction(within(1_000), (tx) => tx.runAll([insert(1)]));
      const holding = node.transaction(within(9_000), async (holder) => {
        await holder.run(statement('SELECT * FROM thing WHERE id = 1 FOR UPDATE'));
        const waiting = other.transaction(within(5_000), async (tx) => {
          await tx.runAll([insert(7)]);
          await tx.run(statement('SELECT * FROM thing WHERE id = 1 FOR UPDATE')).catch(() => 0);
          await tx.runAll([insert(8)]).catch(() => 0);
        });
        expect(await failureOf(waiting)).toBe('lock-wait-timeout');
      });
      await holding;
      expect((await run('SELECT id FROM thing')).rows).toEqual([{ id: '1' }]);
    });

    it('that the server chose as victim of a deadlock commits nothing', async () => {
      await node.transaction(within(1_000), (tx) => tx.runAll([insert(1), insert(2)]));
      const lock = (id: number) => statement(`SELECT * FROM thing WHERE id = ${id} FOR UPDATE`);
      // Each asks for the other's row only when both have their own: whoever asks second closes the
      // circle.
      const both = barrier(2);
      const crossing = (through: MysqlNode, first: number, second: number, mine: number) =>
        through.transaction(within(5_000), async (tx) => {
          await tx.runAll([insert(mine)]);
          await tx.run(lock(first));
          await both();
          await tx.run(lock(second));
        });
      const outcomes = await Promise.all([
        failureOf(crossing(node, 1, 2, 10)),
        failureOf(crossing(other, 2, 1, 20)),
      ]);
      expect(outcomes.sort()).toEqual(['OK', 'deadlock']);
      expect((await run('SELECT id FROM thing WHERE id > 2')).rows).toHaveLength(1);
    });

    it('is undone when its caller has gone, and its connection is used again', async () => {
      const gone = new AbortController();
      const working = node.transaction(within(5_000, gone.signal), async (tx) => {
        await tx.runAll([insert(1)]);
        gone.abort(new Error('gone'));
      });
      await expect(working).rejects.toThrow('gone');
      expect((await run('SELECT id FROM thing')).rows).toEqual([]);
    });

    it('of a process that idles is ended by the server', async () => {
      const idling = other.transaction(within(60_000), async (tx) => {
        await tx.runAll([insert(1)]);
        const { rows } = await tx.run(statement('SELECT CONNECTION_ID() AS id'));
        await untilGone(Number(rows[0]!['id']));
        await tx.runAll([insert(2)]);
      });
      expect(await failureOf(idling)).toBe('unreachable');
      expect((await run('SELECT id FROM thing')).rows).toEqual([]);
    });
  });

  describe('a deadline', () => {
    it('ends a statement, and the connection with it', async () => {
      const started = systemClock.monotonicMs();
      expect(await failureOf(node.run(statement('SELECT SLEEP(5)'), [], within(300)))).toBe(
        'timeout',
      );
      expect(systemClock.monotonicMs() - started).toBeLessThan(2_000);
      expect((await run("SELECT 'here' AS answer")).rows).toEqual([{ answer: 'here' }]);
    });
  });

  describe('a connection', () => {
    it('that the server ends fails the statement that waits, before its time is over', async () => {
      const line = await openLine();
      const through = open({ host: '127.0.0.1', port: line.port });
      const waiting = failureOf(through.run(statement('SELECT SLEEP(2)'), [], within(9_000)));
      const sleeping =
        "SELECT 1 FROM information_schema.processlist WHERE info = 'SELECT SLEEP(2)'";
      await until('the statement to wait', async () => (await run(sleeping)).rows.length > 0);
      line.endClients();
      expect(await waiting).toBe('unreachable');
      through.close();
      await line.close();
    });
  });

  describe('a server', () => {
    it('that hangs in a commit leaves the outcome unknown; its rows tell', async () => {
      const server = stores.component('mysql-0-a1');
      const committing = node.transaction(within(9_000), async (tx) => {
        await tx.runAll([insert(1)]);
        await server.stop();
      });
      const outcome = await failureOf(committing);
      await server.cont();
      expect(outcome).toBe('outcome-unknown');
      const { rows } = await other.transaction(within(5_000), (tx) =>
        tx.run(statement('SELECT id FROM thing WHERE id = 1 FOR UPDATE')),
      );
      expect(rows.length).toBeLessThanOrEqual(1);
    });

    it('that dies before a commit has committed nothing, and is used again when it is back', async () => {
      const server = stores.component('mysql-0-a1');
      const working = node.transaction(within(9_000), async (tx) => {
        await tx.runAll([insert(1)]);
        await server.kill();
        await tx.runAll([insert(2)]);
      });
      expect(await failureOf(working)).toBe('unreachable');
      expect(await failureOf(run('SELECT 1'))).toBe('unreachable');
      await server.start();
      expect((await run('SELECT id FROM thing')).rows).toEqual([]);
    });

    it('tells whether commits wait for replicas', async () => {
      expect(await node.semiSync(within(2_000))).toEqual({ on: false, replicas: 0 });
    });
  });
});
