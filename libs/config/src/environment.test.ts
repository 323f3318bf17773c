import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { ConfigError, parseAddress, readConfig, readServiceConfig } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mesh-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const whole = {
  MESH_NAME: 'gateway-a',
  MESH_CENTER: 'a',
  GRPC_LISTEN: '127.0.0.1:7001',
  HTTP_LISTEN: '[::1]:7002',
  MESH_TOKEN_FILE: file('token', 'secret\n'),
  MESH_PEERS_FILE: file('peers', JSON.stringify({ gateway: ['a'.repeat(64)] })),
};

describe('a configuration', () => {
  it('is read whole, with what is optional left out', () => {
    expect(readConfig(whole, readServiceConfig)).toEqual({
      name: 'gateway-a',
      center: 'a',
      grpcListen: { host: '127.0.0.1', port: 7001 },
      httpListen: { host: '::1', port: 7002 },
      logLevel: 'info',
      token: 'secret',
      peers: { gateway: ['a'.repeat(64)] },
      tls: undefined,
      clientTls: undefined,
      otlpEndpoint: undefined,
      drainTimeoutMs: 10_000,
    });
  });

  it('tells all its problems together', () => {
    const wrong = {
      ...whole,
      MESH_NAME: '',
      MESH_CENTER: 'c',
      GRPC_LISTEN: 'nowhere',
      MESH_TOKEN_FILE: join(folder, 'absent'),
      MESH_PEERS_FILE: file('bad-peers', '{"gateway":["short"]}'),
      GRPC_TLS_CERT_FILE: file('cert', 'pem'),
      DRAIN_TIMEOUT_MS: '1.5',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'not a url',
    };
    let problems: readonly string[] = [];
    try {
      readConfig(wrong, readServiceConfig);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      problems = (error as ConfigError).problems;
    }
    const named = [
      'MESH_NAME',
      'MESH_CENTER',
      'GRPC_LISTEN',
      'MESH_TOKEN_FILE',
      'MESH_PEERS_FILE',
      'GRPC_TLS_CERT_FILE',
      'DRAIN_TIMEOUT_MS',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    ];
    for (const name of named) expect(problems.join('\n')).toContain(name);
    expect(problems).toHaveLength(named.length);
  });

  it('never shows a secret in a problem', () => {
    const read = (): unknown =>
      readConfig({ X: file('empty', ' \n'), Y: 'hidden' }, (e) => [
        e.secretFile('X'),
        e.integer('Y_MS', { min: 1, max: 2 }),
      ]);
    expect(read).toThrow(/X names an empty file/);
    expect(read).not.toThrow(/hidden/);
  });

  it.each([
    ['127.0.0.1:80', { host: '127.0.0.1', port: 80 }],
    ['redis-a-1:6379', { host: 'redis-a-1', port: 6379 }],
    ['[::1]:5', { host: '::1', port: 5 }],
    ['host', undefined],
    ['host:70000', undefined],
    ['a b:1', undefined],
    [':1', undefined],
  ])('reads the address %s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  it('reads lists, flags and numbers with their bounds', () => {
    const variables = { LIST: 'a:1, b:2', ON: 'on', N: '7', J: 'null' };
    const read = readConfig(variables, (e) => ({
      list: e.addresses('LIST'),
      none: e.addresses('NONE', { optional: true }),
      on: e.flag('ON', { default: false }),
      off: e.flag('OFF', { default: false }),
      n: e.integer('N', { min: 1, max: 9 }),
      json: e.json('J', (value) => value),
    }));
    expect(read).toEqual({
      list: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
      none: [],
      on: true,
      off: false,
      n: 7,
      json: null,
    });
  });
});
