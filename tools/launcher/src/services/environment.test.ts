// The environment contract between launcher and services.
import { describe, expect, it } from '@jest/globals';
import type { Secrets } from '../secrets.ts';
import { componentsOf, profiles, serviceKinds } from '../topology.ts';
import type { Profile } from '../topology.ts';
import { peersFile, serviceEnvironment, storeEnvironment } from './environment.ts';
import type { EnvironmentSource } from './environment.ts';

function sourceOf(profile: Profile): EnvironmentSource {
  return {
    components: componentsOf(profiles[profile]),
    address: (component, port) => `${component}:${port}`,
    secretFile: (name) => `keys/${name}`,
    primary: (group) => `mysql-${group}-a1`,
  };
}

function environment(profile: Profile, kind: (typeof serviceKinds)[number], center: 'a' | 'b') {
  return serviceEnvironment(sourceOf(profile), {
    name: `${kind}-${center}`,
    kind,
    center,
    grpcListen: '127.0.0.1:1',
    httpListen: '127.0.0.1:2',
    tokenFile: 'keys/token',
    peersFile: 'keys/peers.json',
  });
}

describe('the environment of a service', () => {
  it('says who it is, where it listens and whom it may believe', () => {
    expect(environment('full', 'gateway', 'b')).toEqual({
      MESH_NAME: 'gateway-b',
      MESH_CENTER: 'b',
      GRPC_LISTEN: '127.0.0.1:1',
      HTTP_LISTEN: '127.0.0.1:2',
      MESH_TOKEN_FILE: 'keys/token',
      MESH_PEERS_FILE: 'keys/peers.json',
      LOG_LEVEL: 'info',
      DRAIN_TIMEOUT_MS: '10000',
      MEMBER_QUERY_TARGETS: 'member-query-b:grpc,member-query-a:grpc',
      MEMBER_WRITE_TARGETS: 'member-write-b:grpc,member-write-a:grpc',
      FLOW_CONTROL_TARGETS: 'flow-control-b:grpc,flow-control-a:grpc',
    });
  });

  it('gives the gateway no store and no account of one', () => {
    expect(storeEnvironment(sourceOf('full'), 'gateway')).toEqual({});
  });

  it('gives member-query both caches, the indices and its own accounts', () => {
    expect(storeEnvironment(sourceOf('full'), 'member-query')).toEqual({
      NATS_URLS: 'nats-1:client',
      NATS_USER: 'member_query',
      NATS_PASSWORD_FILE: 'keys/nats-member_query.password',
      REDIS_A_NODES: 'redis-a-1:client,redis-a-2:client,redis-a-3:client',
      REDIS_B_NODES: 'redis-b-1:client,redis-b-2:client,redis-b-3:client',
      REDIS_USER: 'member_query',
      REDIS_PASSWORD_FILE: 'keys/redis-member_query.password',
      ELASTIC_ORDER_A_URL: 'http://es-order-a:http',
      ELASTIC_ORDER_B_URL: 'http://es-order-b:http',
      ELASTIC_MARKETING_URL: 'http://es-marketing:http',
      ELASTIC_USER: 'member_query',
      ELASTIC_PASSWORD_FILE: 'keys/elastic-member_query.password',
    });
  });

  it('tells member-write the groups with the primary first', () => {
    const source = { ...sourceOf('full'), primary: (group: number) => `mysql-${group}-b1` };
    const { MYSQL_GROUPS: groups = '' } = storeEnvironment(source, 'member-write');
    expect(JSON.parse(groups)).toEqual(
      [0, 1].map((group) => ({
        group,
        nodes: ['b1', 'a1', 'a2', 'b2'].map((node) => `mysql-${group}-${node}:client`),
      })),
    );
  });

  it('leaves out what the small profile does not have', () => {
    const small = environment('small', 'sync-worker', 'a');
    expect(small).toHaveProperty('ELASTIC_ORDER_A_URL');
    expect(small).not.toHaveProperty('ELASTIC_ORDER_B_URL');
    expect(small['MEMBER_WRITE_TARGETS']).toBe('member-write-a:grpc');
  });

  it('gives the operator key to flow-control only', () => {
    const holders = serviceKinds.filter(
      (kind) => 'FLOW_OPERATOR_KEY_FILE' in environment('full', kind, 'a'),
    );
    expect(holders).toEqual(['flow-control']);
  });
});

describe('the file of peers', () => {
  it('holds a digest for each instance of each service, and for meshctl', () => {
    const secrets = { digest: (name: string) => `digest of ${name}` } as Secrets;
    const peers = JSON.parse(peersFile(componentsOf(profiles.full), secrets)) as object;
    expect(Object.keys(peers).sort()).toEqual(
      ['flow-control', 'gateway', 'member-query', 'member-write', 'meshctl', 'sync-worker'].sort(),
    );
    expect(peers).toMatchObject({
      gateway: ['digest of gateway-a.token', 'digest of gateway-b.token'],
      meshctl: ['digest of meshctl.token'],
    });
  });
});
