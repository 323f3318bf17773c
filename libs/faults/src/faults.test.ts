import { ConfigError, readConfig } from '@member-mesh/config';
import { describe, expect, it } from '@jest/globals';

import { readFaultPlan } from './fault-plan.ts';
import { parseFaultRules } from './fault-rule.ts';
import { Faults } from './faults.ts';

const points = ['before', 'after'] as const;
const vocabulary = { points, protections: ['floor', 'token'] as const };

function faultsOf(rules: string, fraction = () => 0) {
  const signals: string[] = [];
  const parsed = parseFaultRules(rules, points);
  const signal = (name: string): unknown => signals.push(name);
  return { signals, faults: new Faults({ points, rules: parsed, fraction, signal }) };
}

describe('a fault', () => {
  it.each([
    { text: 'after:kill', action: { kind: 'kill' } },
    { text: 'after:stop', action: { kind: 'stop' } },
    { text: 'after:hold', action: { kind: 'hold' } },
    { text: 'after:delay:500', action: { kind: 'delay', ms: 500 } },
    { text: 'after:jitter:50:0.3', action: { kind: 'jitter', msMax: 50, chance: 0.3 } },
  ])('is read from "$text"', ({ text, action }) => {
    expect(parseFaultRules(text, points)).toEqual([{ point: 'after', action }]);
  });

  it.each([
    'after:delay:',
    'after:delay',
    'after:explode',
    'after',
    'somewhere:kill',
    'after:kill:1',
    'after:jitter:5:2',
    'after:jitter:5:1:1',
  ])('is not read from "%s"', (text) => {
    expect(() => parseFaultRules(text, points)).toThrow(/must be POINT|no point/);
  });

  it('happens once, at its point only', async () => {
    const { faults, signals } = faultsOf('after:kill');
    await faults.reach('before');
    expect(signals).toEqual([]);
    await faults.reach('after');
    await faults.reach('after');
    expect(signals).toEqual(['SIGKILL']);
  });

  it('holds whoever comes until the rules are changed', async () => {
    const { faults } = faultsOf('before:hold');
    const held = [faults.reach('before'), faults.reach('before')];
    await faults.reach('after');
    expect(faults.state()).toEqual({
      before: { reached: 2, held: 2 },
      after: { reached: 1, held: 0 },
    });
    faults.set('');
    await Promise.all(held);
    await faults.reach('before');
    expect(faults.state().before).toEqual({ reached: 3, held: 0 });
  });

  it('delays by chance at every point', async () => {
    const dice = [0.9, 0.1, 0];
    const { faults } = faultsOf('*:jitter:5:0.5', () => dice.shift() ?? 0);
    await faults.reach('before');
    expect(dice).toHaveLength(2);
    await faults.reach('after');
    expect(dice).toHaveLength(0);
  });
});

describe('a plan of faults', () => {
  const read = (variables: Record<string, string>) =>
    readConfig(variables, (e) => readFaultPlan(e, vocabulary));

  it('is none unless faults are on', () => {
    expect(read({})).toBeUndefined();
    const variables = { MESH_FAULTS: 'on', MESH_FAULT_POINTS: 'after:kill', MESH_WITHOUT: 'floor' };
    expect(read(variables)).toEqual({
      rules: [{ point: 'after', action: { kind: 'kill' } }],
      seed: 1,
      without: new Set(['floor']),
    });
  });

  it.each([
    { MESH_FAULT_POINTS: 'after:kill' },
    { MESH_WITHOUT: 'floor' },
    { MESH_FAULTS: 'on', MESH_FAULT_POINTS: 'after:explode' },
    { MESH_FAULTS: 'on', MESH_WITHOUT: 'gravity' },
  ])('keeps a process from starting with %j', (variables) => {
    expect(() => read(variables as Record<string, string>)).toThrow(ConfigError);
  });
});
