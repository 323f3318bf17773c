/**
 * What is being started while a mesh closes. Ending what runs is not enough: a start that is on its
 * way makes its process afterwards, and nobody is left to end it.
 */
import { Trouble } from '@member-mesh/launcher';

export class Starts {
  readonly #underWay = new Set<Promise<void>>();
  #closed = false;

  /** Throws once the mesh has begun to close. */
  refuseWhenClosed(): void {
    if (!this.#closed) return;
    throw new Trouble('this mesh is being closed, and starts nothing any more', {
      advice: 'let the test wait for what it starts before it closes the mesh',
    });
  }

  async run(start: () => Promise<void>): Promise<void> {
    this.refuseWhenClosed();
    const started = start();
    this.#underWay.add(started);
    try {
      await started;
    } finally {
      this.#underWay.delete(started);
    }
  }

  /** Nothing starts from now on; ends everything, and once more what was on its way meanwhile. */
  async endWith(endAll: () => Promise<void>): Promise<void> {
    this.#closed = true;
    const underWay = [...this.#underWay];
    await endAll();
    if (underWay.length === 0) return;
    await Promise.allSettled(underWay);
    await endAll();
  }
}
