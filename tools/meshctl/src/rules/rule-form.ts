// What may stand in a rule file, read off the descriptors of flow.v1.Rule: the schema, the reader
// and the writer all walk this form, so that none of them knows a field that another does not.
import type { Contracts, FieldShape, MessageShape } from '@member-mesh/contracts';
import { MessageShapes } from '@member-mesh/contracts';

export type ValueForm =
  | { kind: 'text' }
  | { kind: 'truth' }
  | { kind: 'number'; whole: boolean }
  | { kind: 'duration' }
  /** One of the words of an enum, without the prefix that all of its names share. */
  | { kind: 'word'; prefix: string; words: readonly string[] }
  | { kind: 'texts' }
  /** Numbers by keys that are data. */
  | { kind: 'amounts' }
  | { kind: 'object'; object: ObjectForm };

export interface FieldForm {
  /** As files have it, such as "rule_id". */
  name: string;
  /** As messages have it, such as "ruleId". */
  key: string;
  value: ValueForm;
}

export interface ObjectForm {
  /** The full name of the message, such as "flow.v1.FlowRule". */
  message: string;
  fields: ReadonlyMap<string, FieldForm>;
  /** Must be given. */
  required: readonly string[];
  /** Exactly one of these must be given; empty where nothing is chosen. */
  choices: readonly string[];
}

export const RULES_MAX = 1_000;
/** The most that an int32 holds; what a field takes is flow-control's to say. */
export const WHOLE_MAX = 2 ** 31 - 1;

/** An etag says what was stored once; a file that is kept would only ever hold an old one. */
const NOT_IN_FILES = ['etag'];
/** The word of every enum that says nothing: a file leaves the field out. */
export const UNSPECIFIED = 'UNSPECIFIED';

/** The form of one rule. */
export function ruleForm(contracts: Contracts): ObjectForm {
  const rule = new MessageShapes(contracts.packageDefinition).of('flow.v1.Rule');
  const form = objectForm(rule);
  const kinds = [...form.fields.values()].filter(({ value }) => value.kind === 'object');
  return { ...form, required: ['rule_id'], choices: kinds.map(({ name }) => name) };
}

function objectForm({ name, fields }: MessageShape): ObjectForm {
  const forms = [...fields.values()]
    .filter((field) => !NOT_IN_FILES.includes(field.name))
    .map(({ name: field, key, ...shape }): [string, FieldForm] => {
      return [field, { name: field, key, value: valueForm({ name: field, key, ...shape }) }];
    });
  return { message: name, fields: new Map(forms), required: [], choices: [] };
}

function valueForm(field: FieldShape): ValueForm {
  const { type, repeated, message } = field;
  if (message?.isEntry) return { kind: 'amounts' };
  if (repeated) return { kind: 'texts' };
  if (message?.name === 'google.protobuf.Duration') return { kind: 'duration' };
  if (message) return { kind: 'object', object: objectForm(message) };
  switch (type) {
    case 'STRING':
      return { kind: 'text' };
    case 'BOOL':
      return { kind: 'truth' };
    case 'ENUM':
      return wordForm(field.names);
    case 'DOUBLE':
      return { kind: 'number', whole: false };
    case 'INT32':
      return { kind: 'number', whole: true };
    default:
      throw new Error(`${field.name} is of the type ${type}, which rule files do not know`);
  }
}

function wordForm(names: readonly string[]): ValueForm {
  const unspecified = names.find((name) => name.endsWith(UNSPECIFIED)) ?? '';
  const prefix = unspecified.slice(0, -UNSPECIFIED.length);
  const words = names.filter((name) => name !== unspecified);
  return { kind: 'word', prefix, words: words.map((name) => name.slice(prefix.length)) };
}
