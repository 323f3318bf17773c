/**
 * Stores that somebody else runs, described by a file. They can be used and not hurt; a test that
 * injects faults into a store fails on them with a sentence that says so.
 */
import { readFileSync } from 'node:fs';
import { serviceKinds, Trouble } from '@member-mesh/launcher';
import type { Center, Environment, Kind, ServiceKind } from '@member-mesh/launcher';
import type { ComponentHandle } from './component-handle.ts';

export interface GivenStores {
  /** The stores' part of the environment contract, by service kind. */
  readonly env: Readonly<Partial<Record<ServiceKind, Environment>>>;
  readonly components: readonly GivenComponent[];
}

interface GivenComponent {
  readonly name: string;
  readonly kind: Kind;
  readonly center: Center | '';
  readonly address: string;
}

/** Reads the file; every problem of its form is told. */
export function readGivenStores(file: string): GivenStores {
  return parseGivenStores(readFileSync(file, 'utf8'), file);
}

export function parseGivenStores(text: string, file: string): GivenStores {
  const problems: string[] = [];
  const value = asObject(JSON.parse(text));
  const env = asObject(value['env']);
  for (const [kind, variables] of Object.entries(env)) {
    if (!(serviceKinds as readonly string[]).includes(kind))
      problems.push(`env.${kind}: no service`);
    for (const [name, variable] of Object.entries(asObject(variables))) {
      if (typeof variable !== 'string') problems.push(`env.${kind}.${name}: not a text`);
    }
  }
  const components = Array.isArray(value['components']) ? (value['components'] as unknown[]) : [];
  for (const [index, component] of components.entries()) {
    for (const field of ['name', 'kind', 'address']) {
      if (typeof asObject(component)[field] !== 'string') {
        problems.push(`components[${index}].${field}: not a text`);
      }
    }
  }
  if (problems.length === 0) return { env, components: components as GivenComponent[] };
  throw new Trouble(`${file} does not describe stores`, {
    advice: 'see test/harness/README.md for its form',
    evidence: problems.join('\n'),
  });
}

function asObject(value: unknown): Record<string, never> {
  return typeof value === 'object' && value !== null ? (value as Record<string, never>) : {};
}

export function givenHandle(given: GivenStores, name: string): ComponentHandle {
  const found = given.components.find((component) => component.name === name);
  if (found === undefined) {
    throw new Trouble(`the given stores have no component "${name}"`, {
      advice: `they have: ${given.components.map((component) => component.name).join(', ')}`,
    });
  }
  const refuse = async (): Promise<void> => {
    await Promise.reject(
      new Trouble(`${name} was given by its address and cannot be hurt`, {
        advice: 'run tests with faults on processes or containers: unset MESH_TEST_STORES',
      }),
    );
  };
  return {
    ...found,
    center: found.center,
    pid: 0,
    httpAddress: '',
    kill: refuse,
    stop: refuse,
    cont: refuse,
    start: refuse,
    wipe: refuse,
  };
}
