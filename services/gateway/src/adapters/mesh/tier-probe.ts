// Keeps asking the services behind the gateway whether they serve, so that the gateway's own health
// says the truth about each of them.
import { type Clock, sleep } from '@member-mesh/kernel';

/** The part of a client of grpc.health.v1.Health that is used here. */
export interface HealthClient {
  Check(
    request: { service: string },
    options: { timeoutMs: number; signal: AbortSignal },
  ): Promise<{ status: string }>;
}

export interface Tier {
  /** Such as "tier:member-query". */
  name: string;
  /** The service that must be SERVING. */
  service: string;
  /** One for each address; one that serves is enough. */
  clients: readonly HealthClient[];
}

export interface TierProbeOptions {
  tiers: readonly Tier[];
  intervalMs: number;
  timeoutMs: number;
  clock: Clock;
  report: (tier: string, serving: boolean) => void;
}

/** Probes until the signal aborts. Never throws. */
export async function probeTiers(options: TierProbeOptions, signal: AbortSignal): Promise<void> {
  const { tiers, intervalMs, clock, report } = options;
  while (!signal.aborted) {
    const startMs = clock.monotonicMs();
    await Promise.all(
      tiers.map(async (tier) => {
        const serving = await anyServes(tier, options.timeoutMs, signal);
        if (!signal.aborted) report(tier.name, serving);
      }),
    );
    const spentMs = clock.monotonicMs() - startMs;
    await sleep(Math.max(0, intervalMs - spentMs), signal).catch(() => undefined);
  }
}

async function anyServes(
  { service, clients }: Tier,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const checks = clients.map(async (client) => {
    const { status } = await client.Check({ service }, { timeoutMs, signal });
    if (status !== 'SERVING') throw new Error(`${service} is ${status}`);
  });
  return Promise.any(checks).then(
    () => true,
    () => false,
  );
}
