// A component as a test holds it: where it is, and the faults that may befall it.
import type { Component } from '@member-mesh/launcher';

/** One started component. Each action resolves when it has taken effect. */
export interface ComponentHandle {
  readonly name: string;
  readonly kind: Component['kind'];
  readonly center: Component['center'];
  /** Of the running process; 0 when there is none. */
  readonly pid: number;
  /** host:port */
  readonly address: string;
  /** host:port of a service's /metrics, /healthz and /faults; empty for stores. */
  readonly httpAddress: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: it hangs with its connections open. */
  stop(): Promise<void>;
  /** SIGCONT. */
  cont(): Promise<void>;
  /**
   * Starts it again after `kill`, with the same address and data, and waits until it answers. A
   * service is told `environment` besides what the mesh was started with, this time only.
   */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Takes away everything it stored; only after `kill`. */
  wipe(): Promise<void>;
}
