// A caller as the policy describes it to gateways.

export type TrafficClass = 'order' | 'marketing' | 'ops';
export type Permission = 'read' | 'write' | 'govern' | 'operate';

export interface CallerKey {
  /** SHA-256 of the key. */
  sha256: Buffer;
  /** Milliseconds since 1970; undefined when the key does not end. */
  expireMs: number | undefined;
}

export interface Caller {
  name: string;
  trafficClass: TrafficClass;
  permissions: ReadonlySet<Permission>;
  disabled: boolean;
  keys: readonly CallerKey[];
}
