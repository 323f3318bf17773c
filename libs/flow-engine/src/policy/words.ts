// The words that rules are made of. Each list holds every choice that its proto enum knows, so that
// a door can translate by name and the compiler can prove a switch complete.

export const MODES = ['unspecified', 'enforce', 'shadow', 'off'] as const;
export const METRICS = ['unspecified', 'cost', 'concurrency'] as const;
export const SCOPES = ['unspecified', 'per_gateway', 'global'] as const;
export const BEHAVIORS = ['unspecified', 'reject', 'warm_up', 'pace'] as const;
export const HOTSPOT_KEYS = ['unspecified', 'member_id', 'account'] as const;
export const STRATEGIES = [
  'unspecified',
  'average_response_time',
  'slow_ratio',
  'error_ratio',
  'error_count',
] as const;
export const FALLBACKS = ['unspecified', 'fail_fast', 'serve_available'] as const;

export type Mode = (typeof MODES)[number];
export type Metric = (typeof METRICS)[number];
export type Scope = (typeof SCOPES)[number];
export type Behavior = (typeof BEHAVIORS)[number];
export type HotspotKey = (typeof HOTSPOT_KEYS)[number];
export type Strategy = (typeof STRATEGIES)[number];
export type Fallback = (typeof FALLBACKS)[number];
