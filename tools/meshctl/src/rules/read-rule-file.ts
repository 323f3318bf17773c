// Reads a rule file: YAML, of which JSON is a part. All that is wrong with it is told together,
// each fault with its place. What a rule may say beyond its form is flow-control's to judge; its
// faults are brought back to the lines of the file.
import type { FieldViolation, Rule } from '@member-mesh/contracts';
import { isMap, isNode, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './fault.ts';
import { type ObjectForm, RULES_MAX } from './rule-form.ts';
import { RuleNodes } from './rule-nodes.ts';

export interface RuleFile {
  /** As messages of flow.v1, in the order of the file; to be used only when there is no fault. */
  rules: Rule[];
  faults: Fault[];
  /** The place of a fault that flow-control found, by its path such as "rules[3].flow.window". */
  faultOf: (violation: FieldViolation) => Fault;
}

/** A request message is at most 1 MiB; comments and blanks may take as much again. */
const FILE_LENGTH_MAX = 2 * 1_048_576;
const EXAMPLE = 'rules: [{rule_id: a, flow: {resource: "*", threshold: 1000}}]';

export function readRuleFile(text: string, form: ObjectForm): RuleFile {
  const lines = new LineCounter();
  const faults: Fault[] = [];
  const places = new Map<string, number>();
  const faultAt = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const tell = (node: Node | null, message: string): void => {
    faults.push(faultAt(node?.range?.[0] ?? 0, message));
  };
  const faultOf = ({ field, description }: FieldViolation): Fault => {
    return faultAt(placeOf(field, places), `${field} ${description}`);
  };
  const place = (path: string, node: Node): void => {
    places.set(path, node.range?.[0] ?? 0);
  };
  if (text.length > FILE_LENGTH_MAX) {
    tell(
      null,
      `the file is longer than the ${FILE_LENGTH_MAX} characters that a rule set may take`,
    );
    return { rules: [], faults, faultOf };
  }
  const contents = parse(text, { lines, tell, told: (at, said) => faults.push(faultAt(at, said)) });
  if (faults.length > 0) return { rules: [], faults, faultOf };
  const nodes = new RuleNodes(tell, place);
  const rules = listOf(contents, nodes, tell).map((node, at): Rule => {
    const path = `rules[${at}]`;
    place(path, node);
    return nodes.object(node, form, path);
  });
  tellTwice(rules, (at, message) => {
    faults.push(faultAt(placeOf(`rules[${at}].rule_id`, places), message));
  });
  return { rules, faults, faultOf };
}

interface Parsing {
  lines: LineCounter;
  tell: (node: Node | null, message: string) => void;
  told: (offset: number, message: string) => void;
}

function parse(text: string, { lines, tell, told }: Parsing): Node | null {
  try {
    const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error' } as const;
    const document = parseDocument(text, { ...options, schema: 'core', version: '1.2' });
    for (const { pos, message, code } of [...document.errors, ...document.warnings]) {
      const one = 'a rule file is one document: put all rules into one list';
      told(pos[0], code === 'MULTIPLE_DOCS' ? one : message);
    }
    visit(document, {
      Alias: (_, node) => tell(node, 'aliases are not taken: write what is meant out'),
      Node: (_, node) => {
        if (node.anchor !== undefined) tell(node, 'anchors are not taken: write values out');
        if (node.tag !== undefined) tell(node, 'tags are not taken: write the plain value');
      },
    });
    return isNode(document.contents) ? document.contents : null;
  } catch (error) {
    // What is nested thousands of times runs the parser out of its stack; no rule is.
    if (!(error instanceof RangeError)) throw error;
    told(0, 'the file is nested too deeply to be a rule file');
    return null;
  }
}

function listOf(contents: Node | null, nodes: RuleNodes, tell: Parsing['tell']): Node[] {
  if (!isMap(contents)) {
    tell(contents, `the file must be an object with a list of rules, such as ${EXAMPLE}`);
    return [];
  }
  const entries = [...nodes.entries(contents, 'the file')];
  for (const { name, key } of entries) {
    if (name !== 'rules') tell(key, `the file has no field ${name}; it has rules`);
  }
  const list = entries.find(({ name }) => name === 'rules');
  if (!list) {
    tell(contents, `the file must have a list of rules, such as ${EXAMPLE}; rules: [] for none`);
    return [];
  }
  const items = nodes.items(list.value ?? list.key, 'rules');
  if (items.length <= RULES_MAX) return items;
  tell(list.key, `rules must be at most ${RULES_MAX}, not ${items.length}`);
  return [];
}

function tellTwice(rules: readonly Rule[], tell: (at: number, message: string) => void): void {
  const seen = new Set<string>();
  rules.forEach(({ ruleId }, at) => {
    if (ruleId === undefined) return;
    if (seen.has(ruleId)) tell(at, `rules[${at}].rule_id ${ruleId} is used by a rule above`);
    seen.add(ruleId);
  });
}

/** Of the field itself, else of the nearest one around it that is written in the file. */
function placeOf(path: string, places: ReadonlyMap<string, number>): number {
  for (let inner = path; inner !== ''; inner = inner.replace(/(?:^|\.|\[)[^.[]*$/, '')) {
    const place = places.get(inner);
    if (place !== undefined) return place;
  }
  return 0;
}
