// What `up` may make of a mesh that is there already.
import { describe, expect, it } from '@jest/globals';
import { emptyState } from '../state.ts';
import { exitCode, Trouble } from '../trouble.ts';
import { wantedState } from './up.ts';

const command = {
  name: 'up',
  profile: undefined,
  docker: false,
  tls: false,
  mysql: undefined,
  sampleMembers: 0,
} as const;
const small = { ...emptyState, profile: 'small', dialect: 'mysql' } as const;

describe('up', () => {
  it('makes a full mesh on MariaDB unless told', () => {
    expect(wantedState(undefined, command, '/h')).toMatchObject({
      profile: 'full',
      dialect: 'mariadb',
      backend: 'processes',
    });
  });

  it('goes on with what is there', () => {
    expect(wantedState(small, command, '/h')).toMatchObject(small);
    const secure = { ...small, tls: true };
    expect(wantedState(secure, command, '/h')).toEqual(secure);
  });

  it.each([
    { profile: 'full' as const },
    { mysql: 'mariadb' as const },
    { docker: true },
    { tls: true },
  ])('refuses to start data of one kind as another: %j', (change) => {
    let caught: unknown;
    try {
      wantedState(small, { ...command, ...change }, '/h');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Trouble);
    expect((caught as Trouble).exitCode).toBe(exitCode.usage);
    expect((caught as Trouble).advice).toContain('--wipe');
  });
});
