// Gateways, a grantor and a network between them, in simulated time, for tests of leases. Messages
// are late, overtake each other and get lost; gateways and the grantor die and come back; everyone
// has a clock of its own.
import { SlidingWindow } from '../src/windows/sliding-window.ts';
import { HeldShare } from '../src/leases/held-share.ts';
import type { LeaseAnswer, LeaseAsk, LeaseTimes } from '../src/leases/lease-terms.ts';
import { type KnownGateway, QuotaGrantor } from '../src/leases/quota-grantor.ts';

type GatewayFault =
  | { kind: 'cut' | 'heal' | 'kill' | 'restart'; gateway: number }
  | { kind: 'demand'; gateway: number; perStep: number };
export type Fault = GatewayFault | { kind: 'grantor-dies' | 'grantor-returns' };

export interface MeshOptions {
  threshold: number;
  gateways: number;
  times: LeaseTimes;
  /** From 0 up to but not including 1, drawn anew each time. */
  fraction: () => number;
  lossRatio: number;
  delayMsMax: number;
}

interface Gateway {
  id: string;
  offsetMs: number;
  share: HeldShare;
  window: SlidingWindow;
  perStep: number;
  wantedLately: number;
  isCut: boolean;
  isDead: boolean;
}

interface Message {
  atMs: number;
  connection: number;
  deliver: () => void;
}

const STEP_MS = 20;
const ASK_EVERY_STEPS = 10;

export class SimulatedMesh {
  readonly passes: { atMs: number; gateway: number }[] = [];
  readonly refusals: { atMs: number; gateway: number }[] = [];
  readonly gateways: Gateway[];
  readonly #options: MeshOptions;
  #messages: Message[] = [];
  #nowMs = 0;
  #steps = 0;
  #grantor: QuotaGrantor | undefined;
  #grantorOffsetMs = 0;
  #epoch = 0;
  #connection = 0;
  #processes = 0;
  #known: KnownGateway[] = [];

  constructor(options: MeshOptions) {
    this.#options = options;
    this.gateways = Array.from({ length: options.gateways }, (_, n) => this.#gateway(`g${n}`));
    this.#startGrantor();
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  inject(fault: Fault): void {
    if ('gateway' in fault) this.#injectInto(fault);
    else if (fault.kind === 'grantor-dies') this.#stopGrantor();
    else this.#startGrantor();
  }

  run(spanMs: number): void {
    for (let left = spanMs; left > 0; left -= STEP_MS) this.#step();
  }

  #injectInto(fault: GatewayFault): void {
    const gateway = this.gateways[fault.gateway];
    if (!gateway) return;
    if (fault.kind === 'demand') gateway.perStep = fault.perStep;
    if (fault.kind === 'cut') gateway.isCut = true;
    if (fault.kind === 'heal') gateway.isCut = false;
    if (fault.kind === 'kill') gateway.isDead = true;
    if (fault.kind === 'restart') {
      this.gateways[fault.gateway] = { ...this.#gateway(gateway.id), perStep: gateway.perStep };
    }
  }

  #step(): void {
    this.#nowMs += STEP_MS;
    this.#steps++;
    const due = this.#messages.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#messages = this.#messages.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { connection, deliver } of due) {
      if (connection === this.#connection) deliver();
    }
    this.gateways.forEach((gateway, index) => {
      if (gateway.isDead) return;
      for (let call = 0; call < gateway.perStep; call++) this.#call(gateway, index);
      if ((this.#steps + index) % ASK_EVERY_STEPS === 0) this.#ask(gateway);
    });
  }

  #call(gateway: Gateway, index: number): void {
    const ownMs = this.#nowMs + gateway.offsetMs;
    gateway.wantedLately++;
    gateway.window.threshold = gateway.share.shareAt(ownMs);
    if (gateway.window.passesAt(1, ownMs) === ownMs) {
      gateway.window.take(1, ownMs, []);
      this.passes.push({ atMs: this.#nowMs, gateway: index });
    } else {
      this.refusals.push({ atMs: this.#nowMs, gateway: index });
    }
  }

  #ask(gateway: Gateway): void {
    const ownMs = this.#nowMs + gateway.offsetMs;
    const perWindow = this.#options.times.windowMs / (ASK_EVERY_STEPS * STEP_MS);
    const wanted = gateway.wantedLately * perWindow;
    gateway.wantedLately = 0;
    const ask = gateway.share.ask({ wanted, used: gateway.window.usedAt(ownMs) }, ownMs);
    this.#send(gateway, () => this.#answer(gateway, ask));
  }

  #answer(gateway: Gateway, ask: LeaseAsk): void {
    if (!this.#grantor) return;
    const answer: LeaseAnswer = this.#grantor.answer(ask, this.#nowMs + this.#grantorOffsetMs);
    this.#known = this.#grantor.known();
    this.#send(gateway, () => gateway.share.accept(answer, this.#nowMs + gateway.offsetMs));
  }

  #send(gateway: Gateway, deliver: () => void): void {
    const { fraction, lossRatio, delayMsMax } = this.#options;
    if (gateway.isCut || !this.#grantor || fraction() < lossRatio) return;
    const atMs = this.#nowMs + fraction() * delayMsMax;
    this.#messages.push({ atMs, connection: this.#connection, deliver });
  }

  #gateway(id: string): Gateway {
    return {
      id,
      offsetMs: Math.floor(this.#options.fraction() * 1e7),
      share: new HeldShare({ gatewayId: id, incarnation: ++this.#processes }),
      window: new SlidingWindow(this.#options.times.windowMs, 0, 0),
      perStep: 1,
      wantedLately: 0,
      isCut: false,
      isDead: false,
    };
  }

  #stopGrantor(): void {
    this.#grantor = undefined;
    this.#connection++;
    for (const gateway of this.gateways) gateway.share.disconnected();
  }

  #startGrantor(): void {
    if (this.#grantor) return;
    const { threshold, times, fraction } = this.#options;
    this.#grantorOffsetMs = Math.floor(fraction() * 1e7);
    const startedAtMs = this.#nowMs + this.#grantorOffsetMs;
    const epoch = ++this.#epoch;
    const known = this.#known;
    this.#grantor = new QuotaGrantor({ threshold, times, epoch, known, startedAtMs });
  }
}

/** The most that passed within any window of that length. */
export function mostInAnyWindow(passes: readonly { atMs: number }[], windowMs: number): number {
  let most = 0;
  let first = 0;
  passes.forEach(({ atMs }, index) => {
    while ((passes[first]?.atMs ?? Infinity) + windowMs <= atMs) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
