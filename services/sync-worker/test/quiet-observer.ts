// An observer that remembers what it was told.
import type { ClusterObserver, SetAsideChange } from '../src/app/ports.ts';

export class QuietObserver implements ClusterObserver {
  retries = 0;
  readonly asides: SetAsideChange[] = [];
  readonly topologies: string[] = [];
  readonly reaches: boolean[] = [];
  lagMs = -1;

  applied(): void {
    return undefined;
  }
  wrote(): void {
    return undefined;
  }
  retried(): void {
    this.retries += 1;
  }
  setAside(change: SetAsideChange): void {
    this.asides.push(change);
  }
  setAsideRefused(): void {
    return undefined;
  }
  topologyChanged(_topology: unknown, why: string): void {
    this.topologies.push(why);
  }
  reachable(reachable: boolean): void {
    this.reaches.push(reachable);
  }
  progress({ lagMs }: { lagMs: number }): void {
    this.lagMs = lagMs;
  }
  rebuild(): void {
    return undefined;
  }
  failed(what: string, error: unknown): void {
    throw new Error(what, { cause: error });
  }
}
