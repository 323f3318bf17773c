// Takes the nodes of a parsed YAML document for what the form of rules says they are. Every fault
// is gathered with its place; what is faulty is left out of the result.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { durationOfText } from './duration-text.ts';
import { type ObjectForm, type ValueForm, WHOLE_MAX } from './rule-form.ts';

/** Tells a fault of the node, or of the file's end where there is no node. */
export type TellFault = (node: Node | null, message: string) => void;
/** Remembers where the field of this path stands. */
export type Place = (path: string, node: Node) => void;

type Message = Record<string, unknown>;

export class RuleNodes {
  readonly #tell: TellFault;
  readonly #place: Place;

  constructor(tell: TellFault, place: Place) {
    this.#tell = tell;
    this.#place = place;
  }

  object(node: Node, form: ObjectForm, path: string): Message {
    const message: Message = {};
    if (!isMap(node)) {
      this.#tell(node, `${path} must be an object with some of ${listed(form.fields.keys())}`);
      return message;
    }
    const given = new Set<string>();
    for (const { name, key, value } of this.entries(node, path)) {
      const field = form.fields.get(name);
      if (!field) {
        this.#tell(key, `${path} has no field ${name}; it has ${listed(form.fields.keys())}`);
        continue;
      }
      given.add(name);
      const inner = `${path}.${name}`;
      this.#place(inner, key);
      if (value === null) this.#tell(key, `${inner} has no value; give one or leave it out`);
      else message[field.key] = this.#value(value, field.value, inner);
    }
    for (const name of form.required) {
      if (!given.has(name)) this.#tell(node, `${path} must have a ${name}`);
    }
    const chosen = form.choices.filter((name) => given.has(name));
    if (form.choices.length > 0 && chosen.length !== 1) {
      const found = chosen.length === 0 ? 'none' : listed(chosen);
      this.#tell(node, `${path} must have exactly one of ${listed(form.choices)}, not ${found}`);
    }
    return message;
  }

  /** Names and values of an object. A value is null where nothing is written. */
  *entries(
    map: YAMLMap<unknown, unknown>,
    path: string,
  ): Generator<{ name: string; key: Node; value: Node | null }> {
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const name = nameOf(pair.key);
      if (name === undefined) this.#tell(pair.key, `names of fields in ${path} must be texts`);
      else yield { name, key: pair.key, value: isNothing(pair.value) ? null : pair.value };
    }
  }

  /** The items of a list; none, told, where it is none. */
  items(node: Node | null, path: string): Node[] {
    if (isSeq(node)) return node.items as Node[];
    this.#tell(node, `${path} must be a list: lines that begin with "- ", or [a, b]`);
    return [];
  }

  #value(node: Node, form: ValueForm, path: string): unknown {
    switch (form.kind) {
      case 'object':
        return this.object(node, form.object, path);
      case 'amounts':
        return this.#amounts(node, path);
      case 'texts':
        return this.items(node, path).map((item, at) => {
          this.#place(`${path}[${at}]`, item);
          return this.#text(item, `${path}[${at}]`);
        });
      case 'text':
        return this.#text(node, path);
      case 'truth':
        return this.#scalar(node, `${path} must be true or false`, (value) =>
          typeof value === 'boolean' ? value : undefined,
        );
      case 'number':
        return this.#number(node, path, form);
      case 'duration': {
        const needs = `${path} must be a duration such as 500ms, 1.5s, 10m, 24h or 1d`;
        return this.#scalar(node, needs, (value) =>
          typeof value === 'string' ? durationOfText(value) : undefined,
        );
      }
      case 'word': {
        const needs = `${path} must be ${form.words.join(' or ')}`;
        return this.#scalar(node, needs, (value) =>
          form.words.includes(value as string) ? `${form.prefix}${String(value)}` : undefined,
        );
      }
    }
  }

  #text(node: Node, path: string): string | undefined {
    const quoted = isScalar(node) && node.value !== null ? `: write "${String(node.source)}"` : '';
    return this.#scalar(node, `${path} must be a text${quoted}`, (value) =>
      typeof value === 'string' ? value : undefined,
    );
  }

  #number(node: Node, path: string, { whole }: { whole: boolean }): number | undefined {
    const needs = whole ? `a whole number from 0 to ${WHOLE_MAX}` : 'a number that is 0 or more';
    return this.#scalar(node, `${path} must be ${needs}, such as 1000`, (value) => {
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return undefined;
      return whole && !(Number.isInteger(value) && value <= WHOLE_MAX) ? undefined : value;
    });
  }

  #amounts(node: Node, path: string): Record<string, number> {
    if (!isMap(node)) {
      this.#tell(node, `${path} must be an object of numbers, such as {"wechat:o6_bm": 5}`);
      return {};
    }
    const amounts = Object.create(null) as Record<string, number>;
    for (const { name, key, value } of this.entries(node, path)) {
      const inner = `${path}[${JSON.stringify(name)}]`;
      this.#place(inner, key);
      const amount = this.#number(value ?? key, inner, { whole: false });
      if (amount !== undefined) amounts[name] = amount;
    }
    return amounts;
  }

  #scalar<T>(node: Node, needs: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = isScalar(node) ? read(node.value) : undefined;
    if (value !== undefined) return value;
    if (!isAlias(node)) this.#tell(node, `${needs}${foundText(node)}`);
    return undefined;
  }
}

/**
 * A key as it is written: a member's id is a number to YAML, and would lose its last digits as one.
 */
function nameOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.type === Scalar.PLAIN && key.source !== '' ? key.source : undefined;
}

function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

const FOUND_LENGTH_MAX = 60;

function foundText(node: Node): string {
  if (!isScalar(node)) return ', not a list or an object';
  return `, not ${String(node.source ?? node.value).slice(0, FOUND_LENGTH_MAX)}`;
}

function listed(names: Iterable<string>): string {
  return [...names].join(', ');
}
