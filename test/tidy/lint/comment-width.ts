// The formatter keeps code within 100 columns and leaves comments alone; this rule looks after
// them, and its fix moves the words that stick out to the next line of the same paragraph.
import type { AST, Rule, SourceCode } from 'eslint';

/** A comment as a parser gives it: with its place. */
interface Comment {
  type: string;
  value: string;
  loc: AST.SourceLocation;
  range: AST.Range;
}

const columnsMax = 100;

/** A line that must not be joined to the one above: empty, a list item, a tag, set apart. */
const startsAnew = /^(?:$|[-*•|@]|\d+[.)] |\s{2,})/;

/** Splits at the last blank that still fits; a word longer than the line stays whole. */
function split(text: string, width: number): [head: string, rest: string] {
  if (text.length <= width) return [text, ''];
  const fits = text.lastIndexOf(' ', width);
  const at = fits > 0 ? fits : text.indexOf(' ', width);
  return at < 0 ? [text, ''] : [text.slice(0, at).trimEnd(), text.slice(at + 1).trimStart()];
}

/** Moves what sticks out of a line to the front of the next, paragraph by paragraph. */
export function reflow(lines: readonly string[], width: number): string[] {
  const out: string[] = [];
  let carried = '';
  const flush = (): void => {
    while (carried !== '') {
      const [head, rest] = split(carried, width);
      out.push(head);
      carried = rest;
    }
  };
  for (const line of lines) {
    if (carried !== '' && startsAnew.test(line)) flush();
    const [head, rest] = split(carried === '' ? line : `${carried} ${line}`, width);
    out.push(head);
    carried = rest;
  }
  flush();
  return out;
}

function commentsOf(source: SourceCode): Comment[] {
  return source
    .getAllComments()
    .flatMap(({ type, value, loc, range }) => (loc && range ? [{ type, value, loc, range }] : []));
}

function ownLine(source: SourceCode, { loc }: Comment): boolean {
  const before = source.lines[loc.start.line - 1]?.slice(0, loc.start.column) ?? '';
  return before.trim() === '';
}

function tooWide(source: SourceCode, { loc: { start, end } }: Comment): boolean {
  return source.lines
    .slice(start.line - 1, end.line)
    .some((line) => line.length > columnsMax && !/https?:\/\//.test(line));
}

/** Consecutive `//` comments of one indentation, with nothing else on their lines. */
function lineRuns(source: SourceCode): [Comment, ...Comment[]][] {
  const runs: [Comment, ...Comment[]][] = [];
  for (const comment of commentsOf(source)) {
    if (comment.type !== 'Line' || !ownLine(source, comment)) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows =
      last?.loc.end.line === comment.loc.start.line - 1 &&
      last.loc.start.column === comment.loc.start.column;
    if (run && follows) run.push(comment);
    else runs.push([comment]);
  }
  return runs;
}

function isDirective({ value }: Comment): boolean {
  return /^\s*(?:eslint|prettier|@ts-|jest)/.test(value);
}

function reportRuns(context: Rule.RuleContext, source: SourceCode): void {
  for (const run of lineRuns(source)) {
    if (run.some(isDirective) || !run.some((comment) => tooWide(source, comment))) continue;
    const [first] = run;
    const last = run.at(-1) ?? first;
    const indent = ' '.repeat(first.loc.start.column);
    const texts = run.map(({ value }) => value.replace(/^ /, '').trimEnd());
    const fixed = reflow(texts, columnsMax - indent.length - 3);
    context.report({
      loc: first.loc,
      messageId: 'wide',
      fix: (fixer) =>
        fixer.replaceTextRange(
          [first.range[0], last.range[1]],
          fixed.map((text) => `// ${text}`.trimEnd()).join(`\n${indent}`),
        ),
    });
  }
}

function reportBlocks(context: Rule.RuleContext, source: SourceCode): void {
  for (const comment of commentsOf(source)) {
    const wide = comment.type === 'Block' && tooWide(source, comment);
    if (!wide || isDirective(comment)) continue;
    if (!ownLine(source, comment) || !comment.value.startsWith('*')) {
      context.report({ loc: comment.loc, messageId: 'wide' });
      continue;
    }
    const indent = ' '.repeat(comment.loc.start.column);
    const texts = comment.value
      .slice(1)
      .split('\n')
      .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
    if (texts[0] === '') texts.shift();
    if (texts.at(-1) === '') texts.pop();
    const fixed = reflow(texts, columnsMax - indent.length - 3);
    const lines = ['/**', ...fixed.map((text) => ` * ${text}`.trimEnd()), ' */'];
    context.report({
      loc: comment.loc,
      messageId: 'wide',
      fix: (fixer) => fixer.replaceTextRange(comment.range, lines.join(`\n${indent}`)),
    });
  }
}

function reportTrailing(context: Rule.RuleContext, source: SourceCode): void {
  for (const comment of commentsOf(source)) {
    if (comment.type !== 'Line' || ownLine(source, comment) || isDirective(comment)) continue;
    if (tooWide(source, comment)) context.report({ loc: comment.loc, messageId: 'wide' });
  }
}

export const commentWidth: Rule.RuleModule = {
  meta: {
    type: 'layout',
    fixable: 'whitespace',
    schema: [],
    messages: { wide: `A comment keeps within ${columnsMax} columns.` },
  },
  create(context) {
    const source = context.sourceCode;
    return {
      Program() {
        reportRuns(context, source);
        reportBlocks(context, source);
        reportTrailing(context, source);
      },
    };
  },
};
