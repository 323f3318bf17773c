// A service that does nothing but live: what lifecycle's test starts as a process of its own.
import { readServiceConfig } from '@member-mesh/config';
import { openFaults, readFaultPlan } from '@member-mesh/faults';
import { systemClock } from '@member-mesh/kernel';
import { runService } from '@member-mesh/lifecycle';
import { RpcServer } from '@member-mesh/rpc';

const POINTS = ['somewhere'];

await runService(
  {
    service: 'echo',
    readConfig: (e) => ({
      service: readServiceConfig(e),
      faults: readFaultPlan(e, { points: POINTS }),
    }),
    compose: ({ service, faults }, { contracts, telemetry, health }) => ({
      server: new RpcServer({
        contracts,
        listen: service.grpcListen,
        peers: service.peers,
        telemetry,
        health,
        clock: systemClock,
        drainTimeoutMs: service.drainTimeoutMs,
      }),
      faults: openFaults(faults, POINTS),
      start: () => Promise.resolve(health.set('', 'SERVING')),
      close: () => Promise.resolve(telemetry.logger.info({ event: 'closed' })),
    }),
  },
  process.env,
);
