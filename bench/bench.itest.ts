// The benchmarks run: tiny data, few rounds, no figure asserted. What they compare finds the same
// on both sides, or they fail by themselves.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';

const repository = resolve(import.meta.dirname, '..');
const RUN_MS_MAX = 540_000;

async function mesh(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(resolve(repository, 'mesh'), args, {
    cwd: repository,
    env: { ...process.env, NODE_ENV: undefined, JEST_WORKER_ID: undefined },
    timeout: RUN_MS_MAX,
  });
}

interface Section {
  benchmark: string;
  numbers: Record<string, number>;
  rows: { name: string; ours: number; other: number; ratio: number; meaning: string }[];
}

interface Report {
  quick: boolean;
  sections: Section[];
}

describe('./mesh bench index', () => {
  it(
    'measures each rule of the index beside its opposite',
    async () => {
      const args = ['bench', 'index', '--quick', '--members', '2000', '--output', 'json'];
      const { stdout, stderr } = await mesh(...args);
      const report = JSON.parse(stdout) as Report;
      const [section] = report.sections;
      expect(report.quick).toBe(true);
      expect(section).toMatchObject({ benchmark: 'index', numbers: { members: 2_000 } });
      const subjects = ['keyword', 'filter', 'routing', 'sorted outside', 'get by id'];
      for (const subject of subjects) {
        expect(section?.rows.some(({ name }) => name.startsWith(subject))).toBe(true);
      }
      for (const { ours, other, ratio, meaning } of section?.rows ?? []) {
        for (const figure of [ours, other, ratio]) expect(figure).toBeGreaterThan(0);
        expect(meaning).not.toBe('');
      }
      expect(stderr).toContain('bench: filter, not scored query');
    },
    RUN_MS_MAX,
  );
});

describe('./mesh bench flow', () => {
  it(
    'measures decisions by themselves and beside others',
    async () => {
      const { stdout } = await mesh('bench', 'flow', '--quick', '--output', 'json');
      const [section] = (JSON.parse(stdout) as Report).sections;
      const names = section?.rows.map(({ name }) => name) ?? [];
      for (const other of ['Sentinel', 'rate-limiter-flexible', 'cockatiel', 'opossum']) {
        expect(names.some((name) => name.endsWith(`beside ${other}`))).toBe(true);
      }
      for (const { ours } of section?.rows ?? []) expect(ours).toBeGreaterThan(0);
      expect(names).toContain('a decision: 1,000,000 keys');
    },
    RUN_MS_MAX,
  );
});

describe('./mesh bench reads writes rules', () => {
  let sections: Section[] = [];

  beforeAll(async () => {
    const named = ['reads', 'writes', 'rules'];
    const { stdout } = await mesh('bench', ...named, '--quick', '--output', 'json');
    ({ sections } = JSON.parse(stdout) as Report);
  }, RUN_MS_MAX);

  it.each([
    ['reads', ['reads, beside a bare echo', 'reads, beside a plain proxy']],
    ['rules', ['reads with 20 rules, beside none']],
    ['writes', ['writes: register, beside plain mysql2', 'writes: update, beside plain mysql2']],
  ])('measures %s of one mesh beside others that answer and leave the same', (benchmark, names) => {
    const section = sections.find((each) => each.benchmark === benchmark);
    for (const name of names) {
      const row = section?.rows.find((each) => each.name === name);
      for (const figure of [row?.ours, row?.other, row?.ratio]) expect(figure).toBeGreaterThan(0);
      expect(row).toMatchObject({ kind: 'comparison' });
    }
  });
});
