// Ports for processes that a test ends and starts again: such as no outgoing connection is given
// while nobody listens there.
import { systemRandom } from '@member-mesh/kernel';
import { choosePorts } from '@member-mesh/launcher';

/** Two different loopback ports, which stay this process' for as long as it lives. */
export async function freePorts(): Promise<[number, number]> {
  const [first = 0, second = 0] = await choosePorts(2, systemRandom);
  return [first, second];
}
