// Remembers the bytes of decoded requests, so that what was checked here is handed on exactly as it
// came, fields of later releases included.
import type { ServiceContract } from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';

import { methodOf } from './method-of.ts';

export class RawRequests {
  readonly #bytes = new WeakMap<object, Buffer>();

  /** The same service; requests of the named methods are remembered. */
  remembering<D, H>(
    contract: ServiceContract<D, H>,
    methods: readonly string[],
  ): ServiceContract<D, H> {
    const definition = { ...contract.definition };
    for (const name of methods) {
      const method = methodOf(contract, name);
      const requestDeserialize = (bytes: Buffer): object => {
        const request = method.requestDeserialize(bytes) as object;
        this.#bytes.set(request, bytes);
        return request;
      };
      definition[name] = { ...method, requestDeserialize };
    }
    return { ...contract, definition };
  }

  /** The bytes that the request came as. */
  of(request: object): Buffer {
    const bytes = this.#bytes.get(request);
    invariant(bytes, 'the bytes of a request that is handed on were not remembered');
    return bytes;
  }
}
