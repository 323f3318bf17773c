// What an index consumer's acknowledgements prove. Its floor alone proves nothing: where the
// stream's limits took changes away, the server moves the floor past them as if they had been
// acknowledged. So the cluster's owner keeps beside it how far it truly came, and says first that
// the cluster no longer serves before it keeps anything beyond changes that went by.

/** How far a cluster is known to have come, in which stream. */
export interface KeptProgress {
  streamCreatedMs: number;
  sequence: number;
}

/** Read in the order of the fields: each is only as good as what is read after it. */
export interface ClusterStanding {
  /** The consumer's acknowledgement floor. */
  floor: number;
  kept: KeptProgress | undefined;
  /** What the cluster's owner says. */
  serving: boolean;
}

/** Read after the standing. */
export interface StreamView {
  /** Tells one stream from another of the same name. */
  createdMs: number;
  firstSequence: number;
}

/** Everything up to the answer is applied by the cluster; undefined when that is not proven. */
export function provenSequence(
  { floor, kept, serving }: ClusterStanding,
  { createdMs, firstSequence }: StreamView,
): number | undefined {
  const keptSequence = kept?.streamCreatedMs === createdMs ? kept.sequence : 0;
  const dropped = keptSequence + 1 < firstSequence;
  return serving && !dropped ? floor : undefined;
}
