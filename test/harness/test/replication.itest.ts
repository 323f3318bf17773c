// A replicated MySQL group as tests get it: who acknowledges, who may write, what a fault leaves.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invariant } from '@member-mesh/kernel';
import { describeOnEachDatabase, startStores } from '../src/index.ts';
import type { Stores } from '../src/index.ts';
import { sql } from './programs.ts';
import type { Answer, Login } from './programs.ts';
import { until } from './until.ts';

describeOnEachDatabase(describe, { mysql: 'present' }, (dialect) => {
  describe('a replicated group', () => {
    let stores: Stores;
    let writer: Login;
    let admin: Login;

    beforeAll(async () => {
      stores = await startStores({ mysql: 'replicated', mysqlGroups: 1, dialect });
      const env = stores.env('member-write');
      invariant(env['MYSQL_PASSWORD_FILE'] !== undefined, 'member-write has a password file');
      invariant(env['MYSQL_ADMIN_PASSWORD_FILE'] !== undefined, 'and one for its schema');
      writer = { user: 'member_write', passwordFile: env['MYSQL_PASSWORD_FILE'] };
      admin = { user: 'member_admin', passwordFile: env['MYSQL_ADMIN_PASSWORD_FILE'] };
      const table = 'CREATE TABLE member_mesh.t (id INT PRIMARY KEY)';
      expect(await at('mysql-0-a1', admin, table)).toMatchObject({ ok: true });
    });

    afterAll(async () => {
      await stores.close();
    });

    async function at(name: string, login: Login, text: string): Promise<Answer> {
      return await sql({ dialect, address: stores.component(name).address }, login, text);
    }

    async function write(id: number): Promise<Answer> {
      return await at('mysql-0-a1', writer, `INSERT INTO member_mesh.t VALUES (${id})`);
    }

    async function hasRow(name: string, id: number): Promise<boolean> {
      const answer = await at(name, writer, `SELECT id FROM member_mesh.t WHERE id = ${id}`);
      return answer.text === String(id);
    }

    it('has a write on every replica', async () => {
      expect(await write(1)).toMatchObject({ ok: true });
      for (const name of ['mysql-0-a2', 'mysql-0-b1', 'mysql-0-b2']) {
        await until(async () => await hasRow(name, 1));
      }
    });

    it('refuses writes of the application on replicas, and changes of the schema everywhere', async () => {
      const insert = 'INSERT INTO member_mesh.t VALUES (2)';
      expect((await at('mysql-0-a2', writer, insert)).text).toContain('read-only');
      expect((await at('mysql-0-b1', admin, insert)).text).toContain('read-only');
      const drop = await at('mysql-0-a1', writer, 'DROP TABLE member_mesh.t');
      expect(drop.text).toContain('denied');
      const pass = await at('mysql-0-b1', admin, 'SET GLOBAL read_only = OFF');
      expect(pass.text).toContain('denied');
    });

    it('acknowledges a write as long as one replica of the other center is there', async () => {
      await stores.component('mysql-0-a2').stop();
      await stores.component('mysql-0-b2').stop();
      expect(await write(3)).toMatchObject({ ok: true });
      await stores.component('mysql-0-a2').cont();
      await stores.component('mysql-0-b2').cont();
    });

    it('acknowledges nothing while only the replica at home is there', async () => {
      await stores.component('mysql-0-b1').stop();
      await stores.component('mysql-0-b2').stop();
      let answered = false;
      const pending = write(4).finally(() => {
        answered = true;
      });
      // The replica at home has it, and still nobody was told that it is written.
      await until(async () => await hasRow('mysql-0-a2', 4));
      expect(answered).toBe(false);
      await stores.component('mysql-0-b1').cont();
      expect(await pending).toMatchObject({ ok: true });
      await stores.component('mysql-0-b2').cont();
    });

    it('lets a replica that was killed catch up', async () => {
      const replica = stores.component('mysql-0-b1');
      await replica.kill();
      expect(await write(7)).toMatchObject({ ok: true });
      await replica.start();
      await until(async () => await hasRow('mysql-0-b1', 7));
    });

    it('keeps every acknowledged write over a kill of the primary, and goes on', async () => {
      expect(await write(5)).toMatchObject({ ok: true });
      await stores.component('mysql-0-a1').kill();
      await stores.component('mysql-0-a1').start();
      expect(await hasRow('mysql-0-a1', 5)).toBe(true);
      expect(await write(6)).toMatchObject({ ok: true });
      await until(async () => await hasRow('mysql-0-b2', 6));
    });
  });
});
