// What the stores of a test run on, as far as it can be known without an engine and without stores.
import { describe, expect, it } from '@jest/globals';
import { Trouble } from '@member-mesh/launcher';
import { backendOf } from './backend.ts';
import { readHarnessConfig } from './config.ts';
import { containerLaunch } from './container-runtime.ts';
import { givenHandle, parseGivenStores } from './given-stores.ts';

describe('the backend', () => {
  it('is processes unless told, containers when asked', () => {
    expect(backendOf(readHarnessConfig({}))).toEqual({ kind: 'processes' });
    expect(backendOf(readHarnessConfig({ MESH_TEST_BACKEND: 'containers' }))).toEqual({
      kind: 'containers',
    });
  });
});

describe('a launch as a container', () => {
  const launch = {
    command: '/tools/elasticsearch/bin/elasticsearch',
    args: ['-d', '-p', '/mesh/data/pid'],
    env: {
      PATH: '/usr/bin',
      HOME: '/mesh/data',
      ES_JAVA_HOME: '/java',
      ES_PATH_CONF: '/mesh/config',
    },
    cwd: '/mesh/data',
    unprivileged: true,
    pidFile: '/mesh/data/pid',
  };

  it('stays in the foreground and keeps the PATH and the Java of its image', () => {
    expect(containerLaunch(launch, 'elasticsearch')).toEqual({
      image: expect.stringContaining('elasticsearch:8.19.8'),
      entrypoint: 'elasticsearch',
      command: [],
      env: { HOME: '/mesh/data', ES_PATH_CONF: '/mesh/config' },
    });
  });

  it('otherwise has the arguments of the process', () => {
    const { pidFile: _pidFile, ...redis } = {
      ...launch,
      command: '/usr/bin/redis-server',
      args: ['/mesh/config/redis.conf'],
    };
    expect(containerLaunch(redis, 'redis')).toMatchObject({
      entrypoint: 'redis-server',
      command: ['/mesh/config/redis.conf'],
    });
  });
});

describe('given stores', () => {
  const text = JSON.stringify({
    env: { 'flow-control': { NATS_URLS: 'nats.example:4222' } },
    components: [{ name: 'nats-1', kind: 'nats', center: '', address: 'nats.example:4222' }],
  });

  it('are read from their file', () => {
    const given = parseGivenStores(text, 'f');
    expect(given.env['flow-control']).toEqual({ NATS_URLS: 'nats.example:4222' });
    expect(givenHandle(given, 'nats-1').address).toBe('nats.example:4222');
  });

  it('cannot be hurt, and say so', async () => {
    const handle = givenHandle(parseGivenStores(text, 'f'), 'nats-1');
    await expect(handle.kill()).rejects.toThrow('cannot be hurt');
  });

  it('tell all problems of their file together', () => {
    const wrong = JSON.stringify({ env: { mailer: { A: 1 } }, components: [{ name: 'x' }] });
    let caught: unknown;
    try {
      parseGivenStores(wrong, 'f');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Trouble);
    const { evidence } = caught as Trouble;
    for (const problem of ['env.mailer', 'env.mailer.A', 'components[0].kind']) {
      expect(evidence).toContain(problem);
    }
  });
});
