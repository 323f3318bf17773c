// Mappings: strict, exact values only, the fields of this version, and routing never left out.
import { tableOf } from '../cluster.ts';
import { fieldTypesOf } from '../index-definition.ts';
import { fault, figure, type Problem, type Rule, warning } from './finding.ts';
import type { IndexSight } from './sight.ts';

/** Exact values: keywords, numbers, dates, flags, and bytes that nothing searches. */
const EXACT_TYPES = new Set([
  ...['keyword', 'long', 'integer', 'short', 'byte', 'date', 'boolean', 'binary'],
]);

// A mapping cannot be taken back: a new index has the right one from its first document on.
const rebuild = (cluster: string): string => `run meshctl index rebuild ${cluster}`;

export const mappingStrict: Rule = {
  name: 'mapping-strict',
  judge: ({ indices }) => ({
    summary: `dynamic is strict in ${figure(indices.length)} indices`,
    problems: indices.flatMap(({ name, dynamic }): Problem[] => {
      if (dynamic === 'strict') return [];
      const found = `dynamic of ${name} is "${dynamic}": an unplanned field becomes a mapping`;
      return [fault(found, `PUT ${name}/_mapping {"dynamic": "strict"}`)];
    }),
  }),
};

export const keywordOnly: Rule = {
  name: 'keyword-only',
  judge: ({ indices, cluster }) => {
    const fields = indices.flatMap(({ name, fields: own }) =>
      Object.entries(own).map(([field, sight]) => ({ place: `${name}.${field}`, ...sight })),
    );
    const keywords = fields.filter(({ type }) => type === 'keyword').length;
    return {
      summary: `${keywords} keyword fields of ${fields.length}, none analyzed, none indexed twice`,
      problems: fields.flatMap(({ place, type, twins }): Problem[] => {
        const wrongType = EXACT_TYPES.has(type)
          ? []
          : [fault(`${place} is of type ${type}`, rebuild(cluster))];
        const twice =
          twins.length === 0 ? [] : [`${place} is indexed once more as ${twins.join()}`];
        return [...wrongType, ...twice.map((found) => fault(found, rebuild(cluster)))];
      }),
    };
  },
};

function driftOf({ name, fields }: IndexSight): string[] {
  const table = tableOf(name);
  if (!table) return [];
  const wanted = fieldTypesOf(table);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(fields)])];
  return names.flatMap((field) => {
    const type = fields[field]?.type;
    if (type === wanted[field]) return [];
    if (type === undefined) return [`${name} lacks the field ${field}`];
    if (wanted[field] === undefined) return [`${name} has a field ${field} that nothing writes`];
    return [`${name}.${field} is ${type}, not ${wanted[field]}`];
  });
}

export const mappingCurrent: Rule = {
  name: 'mapping-current',
  judge: ({ indices, cluster }) => ({
    summary: `${figure(indices.length)} indices have the fields that this version writes`,
    problems: indices.flatMap(driftOf).map((found) => warning(found, rebuild(cluster))),
  }),
};

export const routingRequired: Rule = {
  name: 'routing-required',
  judge: ({ indices, cluster }) => ({
    summary: `_routing.required is set in ${figure(indices.length)} indices`,
    problems: indices.flatMap(({ name, routingRequired: required }): Problem[] => {
      if (required) return [];
      const found = `${name} takes documents without routing: an id could exist in every shard`;
      return [fault(found, rebuild(cluster))];
    }),
  }),
};
