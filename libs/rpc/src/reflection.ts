// Reflection, for people's tools. It needs no key, answers a short question with kilobytes, and
// the package answers as fast as it is asked: here it asks for no more while answers wait.
import type {
  ServerDuplexStream,
  ServiceDefinition,
  UntypedHandleCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { Contracts } from '@member-mesh/contracts';

/** People who look at one process at a time; nothing of the mesh calls it. */
export const REFLECTION_STREAMS_MAX = 16;

type Register = (
  definition: ServiceDefinition,
  handlers: Record<string, UntypedHandleCall>,
) => void;

/** `services` are the full names of those that are told of. */
export function addReflection(
  packageDefinition: Contracts['packageDefinition'],
  services: readonly string[],
  register: Register,
): void {
  const registrar = {
    addService: (definition: ServiceDefinition, handlers: UntypedServiceImplementation) => {
      const bounded = Object.entries(handlers).map(([name, handler]) => [name, bound(handler)]);
      register(definition, Object.fromEntries(bounded) as typeof handlers);
    },
  };
  const options = { services: [...services] };
  new ReflectionService(withEachFileOnce(packageDefinition), options).addToServer(registrar);
}

/**
 * The package reads nothing but the files of each definition, and decodes them all for every one;
 * definitions that were loaded together have the same files.
 */
function withEachFileOnce(
  packageDefinition: Contracts['packageDefinition'],
): Contracts['packageDefinition'] {
  const seen = new Set<unknown>();
  const distinct = Object.entries(packageDefinition).filter(([, definition]) => {
    const { fileDescriptorProtos: files } = definition as { fileDescriptorProtos?: unknown };
    if (files === undefined || seen.has(files)) return false;
    seen.add(files);
    return true;
  });
  return Object.fromEntries(distinct);
}

function bound(handler: UntypedHandleCall): UntypedHandleCall {
  const answer = handler as (stream: ServerDuplexStream<unknown, unknown>) => void;
  return (stream: ServerDuplexStream<unknown, unknown>) => {
    answer(stream);
    // After the package's own listener, which has written by now.
    stream.on('data', () => {
      if (!stream.writableNeedDrain) return;
      stream.pause();
      stream.once('drain', () => stream.resume());
    });
  };
}
