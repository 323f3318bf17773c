import { describe, expect, it } from '@jest/globals';
import { seededFractions } from '@member-mesh/kernel';
import fc from 'fast-check';

import {
  type Fault,
  type MeshOptions,
  mostInAnyWindow,
  SimulatedMesh,
} from '../../test/simulated-mesh.ts';
import type { LeaseTimes } from './lease-terms.ts';

const times: LeaseTimes = { windowMs: 1_000, leaseMs: 1_000, marginMs: 20, forgetMs: 600_000 };

function meshOf(rest: Partial<MeshOptions> = {}): SimulatedMesh {
  return new SimulatedMesh({
    threshold: 60,
    gateways: 3,
    times,
    fraction: seededFractions(11),
    lossRatio: 0,
    delayMsMax: 30,
    ...rest,
  });
}

const gateway = fc.integer({ min: 0, max: 3 });
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constantFrom('cut', 'heal', 'kill', 'restart'), gateway }),
  fc.record({ kind: fc.constant('demand'), gateway, perStep: fc.constantFrom(0, 1, 3, 8) }),
  fc.record({ kind: fc.constantFrom('grantor-dies', 'grantor-returns') }),
);
const schedule = fc.record({
  seed: fc.integer(),
  gateways: fc.integer({ min: 1, max: 4 }),
  threshold: fc.integer({ min: 1, max: 80 }),
  windowMs: fc.constantFrom(200, 1_000, 1_500),
  lossRatio: fc.constantFrom(0, 0.1, 0.5),
  delayMsMax: fc.constantFrom(10, 150, 1_300),
  faults: fc.array(fc.record({ fault, afterMs: fc.integer({ min: 0, max: 2_500 }) }), {
    minLength: 3,
    maxLength: 12,
  }),
});

describe('leases under faults', () => {
  it('pass no more than the threshold in any window over all gateways', () => {
    fc.assert(
      fc.property(schedule, ({ seed, windowMs, faults, ...options }) => {
        const fraction = seededFractions(seed);
        const mesh = meshOf({ ...options, times: { ...times, windowMs }, fraction });
        mesh.run(600);
        for (const { fault: next, afterMs } of faults) {
          mesh.run(afterMs);
          mesh.inject(next);
        }
        mesh.run(6_000);
        expect(mostInAnyWindow(mesh.passes, windowMs)).toBeLessThanOrEqual(options.threshold);
      }),
      { seed: 99, numRuns: 100 },
    );
  });

  it('use the whole threshold when one gateway has all the demand', () => {
    const mesh = meshOf();
    for (const index of [1, 2]) mesh.inject({ kind: 'demand', gateway: index, perStep: 0 });
    mesh.inject({ kind: 'demand', gateway: 0, perStep: 8 });
    mesh.run(6_000);
    const late = mesh.passes.filter(({ atMs }) => atMs > 4_000);
    expect(mostInAnyWindow(late, 1_000)).toBeGreaterThanOrEqual(54);
    expect(late.length).toBeGreaterThanOrEqual(100);
  });

  it('never refuse a gateway under its fair share, whatever becomes of the grantor', () => {
    const mesh = meshOf({ threshold: 180 });
    mesh.inject({ kind: 'demand', gateway: 0, perStep: 8 });
    mesh.run(5_000);
    mesh.inject({ kind: 'grantor-dies' });
    mesh.run(10_000);
    mesh.inject({ kind: 'grantor-returns' });
    mesh.run(5_000);
    const quiet = mesh.refusals.filter((refusal) => refusal.gateway > 0 && refusal.atMs > 3_000);
    expect(quiet).toEqual([]);
    expect(mostInAnyWindow(mesh.passes, 1_000)).toBeLessThanOrEqual(180);
  });

  it('go on with fair shares while the grantor is gone', () => {
    const mesh = meshOf();
    for (const index of [0, 1, 2]) {
      mesh.inject({ kind: 'demand', gateway: index, perStep: 4 });
    }
    mesh.run(4_000);
    mesh.inject({ kind: 'grantor-dies' });
    mesh.run(20_000);
    const late = mesh.passes.filter(({ atMs }) => atMs > 14_000);
    for (const index of [0, 1, 2]) {
      const own = late.filter((pass) => pass.gateway === index);
      expect(mostInAnyWindow(own, 1_000)).toBe(20);
    }
  });

  it('serve a gateway that begins to starve within a second', () => {
    const mesh = meshOf();
    mesh.inject({ kind: 'demand', gateway: 0, perStep: 8 });
    for (const index of [1, 2]) mesh.inject({ kind: 'demand', gateway: index, perStep: 0 });
    mesh.run(5_000);
    mesh.inject({ kind: 'demand', gateway: 1, perStep: 8 });
    mesh.run(1_000);
    const served = mesh.passes.filter((pass) => pass.gateway === 1 && pass.atMs > 5_000);
    expect(served.length).toBeGreaterThan(0);
  });
});
