// Finds the rules for a call among thousands: by the four ways in which a resource can name it, and
// by the three ways in which a rule can name its caller.
import type { TrafficClass } from '../call.ts';

const EACH_CALLER = '*';
const ALL_CALLERS = '';

/** What of a call decides which rules it meets. */
export interface Party {
  method: string;
  trafficClass: TrafficClass;
  caller: string;
}

/** The resources that name a method and class, from the narrowest: as a rule writes them. */
export function resourcesOf({ method, trafficClass }: Omit<Party, 'caller'>): string[] {
  const service = method.slice(0, method.lastIndexOf('/') + 1);
  return [method, `${service}*`, `class:${trafficClass}`, '*'];
}

export class ResourceIndex<T> {
  readonly #byResource = new Map<string, Map<string, T[]>>();

  add(resource: string, caller: string, item: T): void {
    let byCaller = this.#byResource.get(resource);
    if (!byCaller) this.#byResource.set(resource, (byCaller = new Map<string, T[]>()));
    const items = byCaller.get(caller);
    if (items) items.push(item);
    else byCaller.set(caller, [item]);
  }

  /**
   * Items for this caller: those that name it, those for each caller unless `covers` says of one
   * of the naming items that it stands in for an item, and those for all callers.
   */
  find(party: Party, covers: (naming: T, item: T) => boolean): T[] {
    const found: T[] = [];
    for (const resource of resourcesOf(party)) {
      const byCaller = this.#byResource.get(resource);
      if (!byCaller) continue;
      const naming = byCaller.get(party.caller) ?? [];
      const each = byCaller.get(EACH_CALLER) ?? [];
      found.push(...naming);
      found.push(...each.filter((item) => !naming.some((named) => covers(named, item))));
      found.push(...(byCaller.get(ALL_CALLERS) ?? []));
    }
    return found;
  }
}
