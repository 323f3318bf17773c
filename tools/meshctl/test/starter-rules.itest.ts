// The starter set at a real flow-control on a real NATS: every rule is one that it stores, and what
// is stored reads back as the file says it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadContracts } from '@member-mesh/contracts';
import { startMesh, type TestMesh } from '@member-mesh/harness';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { presentable } from '../src/output/presentable.ts';
import { readRuleFile } from '../src/rules/read-rule-file.ts';
import { ruleForm } from '../src/rules/rule-form.ts';
import { runInProcess } from './meshctl-run.ts';

const FILE = resolve(import.meta.dirname, '../../../rules/starter.yaml');
const form = ruleForm(loadContracts());
const { rules } = readRuleFile(readFileSync(FILE, 'utf8'), form);

describe('the starter set at flow-control', () => {
  let mesh: TestMesh;

  beforeAll(async () => {
    mesh = await startMesh({ parts: ['nats', 'services'], services: ['flow-control'] });
  });

  afterAll(async () => {
    await mesh.close();
  });

  function run(args: string, input = '') {
    return runInProcess(args.split(' '), { env: mesh.meshctlEnvironment, input });
  }

  it('is stored as one change, and read back as the same file', async () => {
    const applied = await run(`rules apply --file ${FILE}`);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(applied.stdout).toContain(`${rules.length} created; ${rules.length} rules are stored`);
    expect((await run(`rules apply --file ${FILE}`)).stdout).toContain('nothing changes');
    const got = await run('rules get');
    const read = readRuleFile(got.stdout, form);
    const byId = (one: { ruleId?: string }, other: { ruleId?: string }): number =>
      (one.ruleId ?? '') < (other.ruleId ?? '') ? -1 : 1;
    expect(read.faults).toEqual([]);
    expect(read.rules).toEqual(rules.toSorted(byId));
  });

  it('explains the calls of the development callers', async () => {
    const order = await run('rules explain --caller order-service --method GetMember');
    expect(order.code).toBe(0);
    expect(order.stdout).not.toContain('never lets it pass');
    const write = await run('rules explain --caller marketing-service --method BindAccount');
    expect(write.stdout).toMatch(/1 +marketing-writes +access +enforced/);
  });

  it('is changed, and put back from the history', async () => {
    const [first, ...others] = rules;
    const changed = { rules: [{ ...(presentable(first!) as object), description: 'changed' }] };
    const few = await run('rules apply --file -', JSON.stringify(changed));
    expect([few.code, few.stderr]).toEqual([2, expect.stringContaining('give --yes')]);
    const applied = await run('rules apply --yes --file -', JSON.stringify(changed));
    expect(applied.stdout).toContain(`1 changed, ${others.length} deleted; 1 rules are stored`);
    const history = await run('rules history --output json');
    const { changes } = JSON.parse(history.stdout) as { changes: Changed[] };
    const created = changes.find(({ change }) => change === 'created');
    const back = await run(`rules rollback ${created?.revision}`);
    expect(back.stdout).toContain(`${others.length} created, 1 changed; ${rules.length} rules`);
    expect((await run(`rules apply --dry-run --file ${FILE}`)).stdout).toContain('nothing changes');
  });
});

interface Changed {
  revision: number;
  change: string;
}
