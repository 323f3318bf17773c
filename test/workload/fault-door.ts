// The faults of running services, as a test sets them: see libs/faults.
import { type ComponentHandle, type TestMesh, until as eventually } from '@member-mesh/harness';

export { eventually };

type States = Record<string, { reached: number; held: number }>;

const CALL_MS_MAX = 5_000;

async function call({ name, httpAddress }: ComponentHandle, body?: string): Promise<States> {
  const response = await fetch(`http://${httpAddress}/faults`, {
    signal: AbortSignal.timeout(CALL_MS_MAX),
    ...(body !== undefined && { method: 'PUT', body }),
  });
  if (response.ok) return (await response.json()) as States;
  throw new Error(`the faults of ${name}: ${response.status} ${await response.text()}`);
}

export class FaultDoor {
  readonly #mesh: TestMesh;

  constructor(mesh: TestMesh) {
    this.#mesh = mesh;
  }

  /**
   * Replaces the rules of a process by name, or of all of a kind, and lets go whoever is held
   * there.
   */
  async set(target: string, rules: string): Promise<void> {
    await Promise.all(this.#of(target).map((component) => call(component, rules)));
  }

  /** Resolves when that many wait at the point, in all these processes together. */
  async held(target: string, point: string, count: number): Promise<void> {
    await eventually(`${count} held at ${point}`, async () => {
      const states = await Promise.all(this.#of(target).map((component) => call(component)));
      const held = states.map((state) => state[point]?.held ?? 0);
      return held.reduce((sum, each) => sum + each, 0) >= count;
    });
  }

  #of(target: string): ComponentHandle[] {
    const meant = ({ kind, name }: ComponentHandle): boolean => [kind, name].includes(target);
    return this.#mesh.components.filter((each) => meant(each) && each.pid > 0);
  }
}
