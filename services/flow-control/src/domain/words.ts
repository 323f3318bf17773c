// The words that callers are made of, as flow.v1.Caller has them.

export const TRAFFIC_CLASSES = ['unspecified', 'order', 'marketing', 'ops'] as const;
export const PERMISSIONS = ['unspecified', 'read', 'write', 'govern', 'operate'] as const;

export type TrafficClass = (typeof TRAFFIC_CLASSES)[number];
export type Permission = (typeof PERMISSIONS)[number];
