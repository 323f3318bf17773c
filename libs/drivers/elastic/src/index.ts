// Elasticsearch for the mesh: real-time reads by id, versioned bulk writes, filters, and indices
// behind aliases.
export { writeSize, type DocumentWrite, type WriteOutcome } from './bulk.ts';
export { connectElastic, type Elastic } from './elastic.ts';
export { ElasticRefused, ElasticUnavailable, isIndexMissing } from './errors.ts';
export type { AliasAction, IndexDefinition } from './indices.ts';
export type { Inspection } from './inspection.ts';
export type { DocumentKey, MgetItem, MgetOptions } from './mget.ts';
export type { CallOptions, ElasticOptions } from './requests.ts';
export type { Found, Hit, SearchOptions, WalkOptions } from './search.ts';
