// Plans by method, class and caller, at most twice PLANS_MAX of them: when the younger half is full
// it becomes the older one, and what is used from there is carried over. Without a bound, callers
// that come and go would fill the memory; with a plain one, one too many would cost every call.
import type { TrafficClass } from '../call.ts';
import type { Plan } from './plan.ts';
import type { Party } from './resource-index.ts';

const PLANS_MAX = 16_384;

type Plans = Record<TrafficClass, Map<string, Map<string, Plan>>>;

export class PlanCache {
  readonly #create: (party: Party) => Plan;
  #younger = emptyPlans();
  #older = emptyPlans();
  #count = 0;

  constructor(create: (party: Party) => Plan) {
    this.#create = create;
  }

  of(party: Party): Plan {
    const plan = this.#younger[party.trafficClass].get(party.method)?.get(party.caller);
    return plan ?? this.#add(party);
  }

  clear(): void {
    this.#younger = emptyPlans();
    this.#older = emptyPlans();
    this.#count = 0;
  }

  #add({ method, trafficClass, caller }: Party): Plan {
    const older = this.#older[trafficClass].get(method)?.get(caller);
    const plan = older ?? this.#create({ method, trafficClass, caller });
    if (this.#count >= PLANS_MAX) {
      this.#older = this.#younger;
      this.#younger = emptyPlans();
      this.#count = 0;
    }
    const byMethod = this.#younger[trafficClass];
    let byCaller = byMethod.get(method);
    if (!byCaller) byMethod.set(method, (byCaller = new Map<string, Plan>()));
    byCaller.set(caller, plan);
    this.#count++;
    return plan;
  }
}

function emptyPlans(): Plans {
  return { order: new Map(), marketing: new Map(), ops: new Map() };
}
