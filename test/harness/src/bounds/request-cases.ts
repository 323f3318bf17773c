// Every field of a method's request with every value on both sides of its bound, found by walking
// the descriptors: a field that nobody bounded is an error.
import { type FieldShape, type MessageShape, MessageShapes } from '@member-mesh/contracts';
import type { Contracts, ServiceContract } from '@member-mesh/contracts';
import { BASE_REQUESTS } from './base-requests.ts';
import type { Bound } from './bound.ts';
import { FIELD_BOUNDS } from './field-bounds.ts';

export interface RequestCase {
  method: string;
  /** The field's path, such as "account.platform". */
  path: string;
  request: object;
  /** Whether the door lets it pass. */
  passes: boolean;
  /** The value, cut, for the test's name. */
  shown: string;
}

interface Spot {
  method: string;
  path: string;
  bound: Bound;
  field: FieldShape;
  /** The base request with another value of the field. */
  with: (request: object, value: unknown) => object;
  base: object;
}

/** All cases of one service, and the full names of the fields that they cover. */
export function requestCases(
  contracts: Contracts,
  service: ServiceContract,
): { cases: RequestCase[]; together: RequestCase[]; covered: Set<string> } {
  const shapes = new MessageShapes(contracts.packageDefinition);
  const covered = new Set<string>();
  const spots: Spot[] = [];
  for (const [method, definition] of Object.entries(service.definition)) {
    const bases = BASE_REQUESTS[method];
    if (!bases) throw new Error(`${method} has no base request: write one, and its bounds`);
    for (const base of bases) {
      const at = { method, path: '', base, with: (_: object, value: unknown) => value as object };
      spots.push(...spotsOf(shapes.ofRequest(definition), base, at, covered));
    }
  }
  return { cases: spots.flatMap(casesOf), together: togetherOf(spots), covered };
}

type At = Pick<Spot, 'method' | 'path' | 'base' | 'with'>;

function spotsOf(shape: MessageShape, value: object, at: At, covered: Set<string>): Spot[] {
  const spots: Spot[] = [];
  for (const field of shape.fields.values()) {
    const path = at.path === '' ? field.name : `${at.path}.${field.name}`;
    covered.add(`${shape.name}.${field.name}`);
    // Both values of a flag are fine.
    if (field.type === 'BOOL') continue;
    const bound =
      FIELD_BOUNDS[`${at.method}/${path}`] ?? FIELD_BOUNDS[`${shape.name}.${field.name}`];
    if (!bound) throw new Error(`${shape.name}.${field.name} (${path}) has no bound`);
    const setter: At['with'] = (request, set) => at.with(request, replaced(request, path, set));
    spots.push({ ...at, path, bound, field, with: setter });
    const inner = (value as Record<string, unknown>)[field.key];
    if (!field.message || field.message.isEntry || isWellKnown(field.message)) continue;
    const item = field.repeated && Array.isArray(inner) ? (inner[0] as unknown) : inner;
    if (typeof item !== 'object' || item === null) continue;
    const innerPath = field.repeated ? `${path}[0]` : path;
    spots.push(...spotsOf(field.message, item, { ...at, path: innerPath }, covered));
  }
  return spots;
}

function isWellKnown({ name }: MessageShape): boolean {
  return name.startsWith('google.protobuf.');
}

/** The request with the value at a path such as "accounts[0].account_id". */
function replaced(request: object, path: string, value: unknown): object {
  const copy = structuredClone(request) as Record<string, unknown>;
  const steps = path.replace('[0]', '.0').split('.').map(keyOf);
  let at = copy;
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  at[steps.at(-1) ?? ''] = value;
  return copy;
}

function keyOf(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function casesOf({ method, path, bound, base, with: setter }: Spot): RequestCase[] {
  const one = (value: unknown, passes: boolean): RequestCase => {
    const shown = String(JSON.stringify(value)).slice(0, 40);
    return { method, path, request: setter(base, value), passes, shown };
  };
  const { inside, outside } = bound;
  return [...inside.map((value) => one(value, true)), ...outside.map((value) => one(value, false))];
}

/** For each base request one in which every plain field is bad; `path` lists them. */
function togetherOf(spots: readonly Spot[]): RequestCase[] {
  const bases = [...new Set(spots.map(({ base }) => base))];
  return bases.flatMap((base) => {
    const plain = spots.filter(
      ({ base: own, bound, field }) =>
        own === base && bound.outside.length > 0 && !field.repeated && !field.message,
    );
    const [first] = plain;
    if (!first) return [];
    const request = plain.reduce((all, spot) => spot.with(all, spot.bound.outside[0]), base);
    const path = plain.map((spot) => spot.path).join(' ');
    return [{ method: first.method, path, request, passes: false, shown: 'all bad' }];
  });
}
