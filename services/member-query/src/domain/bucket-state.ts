// The state of one bucket of one center's cache: what beat.lua writes and everybody else believes.

/** The index clusters, in the order in which bucket states and scripts name them. */
export const CLUSTERS = ['order-a', 'order-b', 'marketing'] as const;
export type Cluster = (typeof CLUSTERS)[number];

/** One number for each index cluster, in the order of CLUSTERS. */
export type PerCluster = readonly [number, number, number];

export interface BucketState {
  /** Greater than every earlier one; entries of older generations are none. */
  generation: number;
  /** Grows with every visit of the controller. */
  beat: number;
  /** Fences stamped before it may have been released, or lost with an earlier generation. */
  released: number;
  /** An index has every version whose fence was stamped before its number. */
  proven: PerCluster;
}
