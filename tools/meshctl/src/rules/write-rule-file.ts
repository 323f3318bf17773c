// Writes stored rules as a rule file that says exactly the same when it is read again.
import { Document } from 'yaml';
import type { PlainObject } from './rule-plain.ts';

const LINE_WIDTH = 100;

export interface RuleFileText {
  rules: readonly PlainObject[];
  /** Lines at the top, each a comment. */
  remarks: readonly string[];
}

export function writeRuleFile({ rules, remarks }: RuleFileText): string {
  const options = { version: '1.2', schema: 'core', aliasDuplicateObjects: false } as const;
  const document = new Document({ rules }, options);
  const comments = remarks.map((remark) => `# ${remark}\n`).join('');
  return comments + document.toString({ lineWidth: LINE_WIDTH });
}
