// Original file: protos/mesh/read/v1/member_read_service.proto

/**
 * Chooses the index that a miss is read from: order and operations read order-a, marketing marketing.
 */
export const ReadClass = {
  READ_CLASS_UNSPECIFIED: 'READ_CLASS_UNSPECIFIED',
  READ_CLASS_ORDER: 'READ_CLASS_ORDER',
  READ_CLASS_MARKETING: 'READ_CLASS_MARKETING',
  READ_CLASS_OPS: 'READ_CLASS_OPS',
} as const;

/**
 * Chooses the index that a miss is read from: order and operations read order-a, marketing marketing.
 */
export type ReadClass =
  | 'READ_CLASS_UNSPECIFIED'
  | 0
  | 'READ_CLASS_ORDER'
  | 1
  | 'READ_CLASS_MARKETING'
  | 2
  | 'READ_CLASS_OPS'
  | 3

/**
 * Chooses the index that a miss is read from: order and operations read order-a, marketing marketing.
 */
export type ReadClass__Output = typeof ReadClass[keyof typeof ReadClass]
