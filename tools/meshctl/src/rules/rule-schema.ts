// The JSON schema of rule files, for editors: made from the same form that the reader walks, with
// what the proto says beside each field.
import { DURATION_PATTERN } from './duration-text.ts';
import { type ObjectForm, RULES_MAX, UNSPECIFIED, type ValueForm, WHOLE_MAX } from './rule-form.ts';

export type Schema = { [key: string]: unknown };

export interface SchemaSource {
  rule: ObjectForm;
  /** What the protos say, by the full name of a message or field. */
  comments: ReadonlyMap<string, string>;
}

/** Draft 2020-12. */
export function ruleFileSchema({ rule, comments }: SchemaSource): Schema {
  const list = { type: 'array', maxItems: RULES_MAX, items: objectSchema(rule, comments) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A file of flow-control rules',
    description: 'What ./mesh ctl rules apply reads: see docs/flow-control.md',
    type: 'object',
    additionalProperties: false,
    required: ['rules'],
    properties: { rules: { description: 'All rules there are to be.', ...list } },
  };
}

function objectSchema(form: ObjectForm, comments: ReadonlyMap<string, string>): Schema {
  const properties = [...form.fields.values()].map(({ name, value }) => {
    const said = [comments.get(`${form.message}.${name}`), ...wordsSaid(value, form, comments)];
    const text = said.map((each) => each?.trim() ?? '').filter((each) => each !== '');
    const described = text.length === 0 ? {} : { description: text.join(' ') };
    const schema =
      value.kind === 'object' ? objectSchema(value.object, comments) : valueSchema(value);
    return [name, { ...described, ...schema }] as const;
  });
  const said = comments.get(form.message)?.trim();
  return {
    ...(said === undefined || said === '' ? {} : { description: said }),
    type: 'object',
    additionalProperties: false,
    ...(form.required.length > 0 && { required: form.required }),
    ...(form.choices.length > 0 && { oneOf: form.choices.map((name) => ({ required: [name] })) }),
    properties: Object.fromEntries(properties),
  };
}

/** What the proto says beside the words of an enum, each after its word. */
function wordsSaid(
  value: ValueForm,
  { message }: ObjectForm,
  comments: ReadonlyMap<string, string>,
): string[] {
  if (value.kind !== 'word') return [];
  const { prefix, words } = value;
  const sayings = [UNSPECIFIED, ...words].map((word) => {
    return [word, comments.get(`${message}.${prefix}${word}`)?.trim() ?? ''] as const;
  });
  return sayings
    .filter(([, said]) => said !== '')
    .map(([word, said]) =>
      `${word === UNSPECIFIED ? 'Left out' : word}: ${said}.`.replace('..', '.'),
    );
}

function valueSchema(value: Exclude<ValueForm, { kind: 'object' }>): Schema {
  switch (value.kind) {
    case 'text':
      return { type: 'string' };
    case 'truth':
      return { type: 'boolean' };
    case 'number':
      return value.whole
        ? { type: 'integer', minimum: 0, maximum: WHOLE_MAX }
        : { type: 'number', minimum: 0 };
    case 'duration':
      return { type: 'string', pattern: DURATION_PATTERN, examples: ['500ms', '1.5s', '10m'] };
    case 'word':
      return { enum: value.words };
    case 'texts':
      return { type: 'array', items: { type: 'string' } };
    case 'amounts':
      return { type: 'object', additionalProperties: { type: 'number', minimum: 0 } };
  }
}

/** The schema as it is kept in a file. */
export function schemaText(schema: Schema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
