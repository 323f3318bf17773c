// A gateway's share of a GLOBAL rule, as it was last granted. A share is the part of the threshold
// that this gateway may pass in any window. When a lease runs out unrenewed, the gateway keeps no
// more than its fair share, and has the whole of it once those who borrowed from it must have
// stopped.

export interface LeaseGrant {
  /** Grants are numbered upward; an older one that comes late is not taken. */
  grantId: number;
  /** What may pass in each window, up to `validUntilMs`. */
  share: number;
  fairShare: number;
  /** By the gateway's clock: the grant's length counted from when it was asked for. */
  validUntilMs: number;
  /** From then on the fair share is safe; not before `validUntilMs`. */
  fairFromMs: number;
}

export class Lease {
  #grant: LeaseGrant | undefined;

  get grant(): LeaseGrant | undefined {
    return this.#grant;
  }

  /** False for a grant that is older than the one in force. */
  adopt(grant: LeaseGrant): boolean {
    if (this.#grant !== undefined && grant.grantId <= this.#grant.grantId) return false;
    this.#grant = grant;
    return true;
  }

  /** What may pass in a window that ends now; 0 before the first grant. */
  shareAt(nowMs: number): number {
    if (this.#grant === undefined) return 0;
    const { share, fairShare, validUntilMs, fairFromMs } = this.#grant;
    if (nowMs < validUntilMs) return share;
    return nowMs < fairFromMs ? Math.min(share, fairShare) : fairShare;
  }
}
