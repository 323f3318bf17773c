// What a rule may apply to. A resource that nothing can ever match is a typing error that would
// leave a door open, so methods must exist.

/** The full names of the services that gateways offer, each with the names of its methods. */
export type MethodCatalogue = ReadonlyMap<string, ReadonlySet<string>>;

export type Resource =
  | { kind: 'all' }
  | { kind: 'class'; trafficClass: string }
  | { kind: 'service'; service: string }
  | { kind: 'method'; service: string; method: string }
  | { kind: 'tier'; tier: string };

export type ParsedResource = Resource | { kind: 'malformed'; description: string };

const CLASSES = ['order', 'marketing', 'ops'];
const TIER = /^(elastic\/(order-a|order-b|marketing)|redis\/[ab]|mysql\/(0|[1-9]\d{0,3}))$/;
const METHOD = /^\/([A-Za-z0-9_.]+)\/([A-Za-z0-9_]+|\*)$/;
const FORMS = '"/package.Service/Method", "/package.Service/*", "class:…" or "*"';

export function parseResource(text: string, catalogue: MethodCatalogue): ParsedResource {
  if (text === '*') return { kind: 'all' };
  if (text.startsWith('class:')) return parseClass(text.slice('class:'.length));
  if (text.startsWith('tier:')) return parseTier(text.slice('tier:'.length));
  const [, service, method] = METHOD.exec(text) ?? [];
  if (service === undefined || method === undefined) return malformed(`must be ${FORMS}`);
  const methods = catalogue.get(service);
  if (!methods) return malformed(`names the service ${service}, which no gateway offers`);
  if (method === '*') return { kind: 'service', service };
  if (!methods.has(method)) return malformed(`names ${method}, which ${service} does not have`);
  return { kind: 'method', service, method };
}

function parseClass(trafficClass: string): ParsedResource {
  if (CLASSES.includes(trafficClass)) return { kind: 'class', trafficClass };
  return malformed(`must name one of the traffic classes ${CLASSES.join(', ')}`);
}

function parseTier(tier: string): ParsedResource {
  if (TIER.test(tier)) return { kind: 'tier', tier };
  return malformed(
    'must name a tier: elastic/order-a, elastic/order-b, elastic/marketing, redis/a, redis/b, mysql/0 …',
  );
}

function malformed(description: string): ParsedResource {
  return { kind: 'malformed', description };
}
