// The list of components that everything else follows from.
import { describe, expect, it } from '@jest/globals';
import { componentsOf, isMysql, nothing, portNames, profiles } from './topology.ts';

function names(selection: Parameters<typeof componentsOf>[0]): string[] {
  return componentsOf(selection).map((component) => component.name);
}

describe('the topology', () => {
  it('in full has every store and every service of both centers', () => {
    expect(names(profiles.full).sort()).toEqual(
      [
        ...['es-order-a', 'es-order-b', 'es-marketing', 'nats-1'],
        ...[0, 1].flatMap((g) => ['a1', 'a2', 'b1', 'b2'].map((node) => `mysql-${g}-${node}`)),
        ...['a', 'b'].flatMap((center) => [1, 2, 3].map((node) => `redis-${center}-${node}`)),
        ...['gateway', 'member-query', 'member-write', 'sync-worker', 'flow-control'].flatMap(
          (kind) => [`${kind}-a`, `${kind}-b`],
        ),
      ].sort(),
    );
  });

  it('in small has one of each', () => {
    expect(names(profiles.small)).toEqual([
      ...['es-order-a', 'mysql-0-a1', 'mysql-1-a1', 'redis-a-1', 'redis-b-1', 'nats-1'],
      ...['flow-control-a', 'member-query-a', 'member-write-a', 'sync-worker-a', 'gateway-a'],
    ]);
  });

  it('of nothing is empty', () => {
    expect(names(nothing)).toEqual([]);
  });

  it('lets replicas of the other center acknowledge, and no others', () => {
    const servers = componentsOf(profiles.full).filter(isMysql);
    for (const server of servers) expect(server.acknowledges).toBe(server.center === 'b');
    expect(new Set(servers.map((server) => server.serverId)).size).toBe(servers.length);
    const primaries = servers.filter((server) => server.role === 'primary');
    expect(primaries.map((server) => server.center)).toEqual(['a', 'a']);
  });

  it('names at least one port for every kind', () => {
    for (const component of componentsOf(profiles.full)) {
      expect(portNames[component.kind].length).toBeGreaterThan(0);
    }
  });
});
