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

  it('is stored rule by rule, and read back as the same file', async () => {
    for (const rule of rules) {
      const put = await run('rules put -', JSON.stringify(presentable(rule)));
      expect(put).toMatchObject({ code: 0, stderr: '' });
    }
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
});
