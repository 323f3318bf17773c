// What a gateway says of its own health. It serves once it has a policy, whatever becomes of
// flow-control afterwards; each public service serves while somebody behind it does.
import type { Health } from '@member-mesh/rpc';

export interface GatewayHealth {
  policyArrived(): void;
  tierIs(tier: string, serving: boolean): void;
}

export interface GatewayHealthOptions {
  health: Health;
  /** Each public service, by its full name, and the tier it stands on. */
  standsOn: Readonly<Record<string, string>>;
}

export function createGatewayHealth({ health, standsOn }: GatewayHealthOptions): GatewayHealth {
  let hasPolicy = false;
  const tell = (): void => {
    health.set('', hasPolicy ? 'SERVING' : 'NOT_SERVING');
    for (const [service, tier] of Object.entries(standsOn)) {
      const serves = hasPolicy && health.get(tier) === 'SERVING';
      health.set(service, serves ? 'SERVING' : 'NOT_SERVING');
    }
  };
  for (const tier of Object.values(standsOn)) health.set(tier, 'NOT_SERVING');
  tell();
  return {
    policyArrived: () => {
      hasPolicy = true;
      tell();
    },
    tierIs: (tier, serving) => {
      health.set(tier, serving ? 'SERVING' : 'NOT_SERVING');
      tell();
    },
  };
}
