// What the protos say beside their fields. The loaded descriptors do not hold comments, so the
// text is read as it stands: a field on a line, its comment above it or at its end.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOS_DIRECTORY } from './contracts.ts';

const PACKAGE = /^package ([\w.]+);/m;
const OPENING = /^\s*(?:message|oneof|enum|service) (\w+) \{/;
const FIELD = /^\s*(?:repeated )?[\w.]+(?:<[^>]+>)? (\w+) = \d+;(?:\s*\/\/ ?(.*))?$/;
const VALUE = /^\s*([A-Z][A-Z0-9_]*) = \d+;(?:\s*\/\/ ?(.*))?$/;
const COMMENT = /^\s*\/\/ ?(.*)$/;

/**
 * The comment of every field, oneof and value of an enum below the folder, by full name:
 * "pkg.Message.field", "pkg.Message.VALUE".
 */
export function protoComments(folder: string): Map<string, string> {
  const comments = new Map<string, string>();
  const names = readdirSync(join(PROTOS_DIRECTORY, folder)).filter((name) =>
    name.endsWith('.proto'),
  );
  for (const name of names) {
    readComments(readFileSync(join(PROTOS_DIRECTORY, folder, name), 'utf8'), comments);
  }
  return comments;
}

function readComments(text: string, comments: Map<string, string>): void {
  const scope = [PACKAGE.exec(text)?.[1] ?? ''];
  let above: string[] = [];
  for (const line of text.split('\n')) {
    const comment = COMMENT.exec(line)?.[1];
    if (comment !== undefined) {
      above.push(comment);
      continue;
    }
    const opened = OPENING.exec(line)?.[1];
    const member = memberOf(line);
    if (opened) {
      comments.set(`${scope.join('.')}.${opened}`, above.join(' '));
      // The fields of a oneof belong to the message around it.
      scope.push(line.includes('oneof ') ? '' : opened);
    } else if (member) {
      // A value's name stands beside its enum's, not within.
      const around = member.isValue ? scope.slice(0, -1) : scope;
      const name = [...around.filter((part) => part !== ''), member.name].join('.');
      comments.set(name, [...above, member.beside].join(' '));
    }
    if (line.trimEnd().endsWith('}')) scope.pop();
    above = [];
  }
}

/** The field or the value of an enum that a line declares, with the comment at its end. */
function memberOf(line: string): { name: string; beside: string; isValue: boolean } | undefined {
  const field = FIELD.exec(line);
  const [, name, beside = ''] = field ?? VALUE.exec(line) ?? [];
  return name === undefined ? undefined : { name, beside, isValue: field === null };
}
