// Tables for people: columns as wide as their widest cell on the screen, which is not the number of
// letters in most of the scripts that members' names are written in.

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many cells of a terminal the text takes. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** Numbers are flush right, the rest flush left; the last column is not padded. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const all = [header, ...rows.map((row) => row.map((cell) => printable(String(cell))))];
  const widths = header.map((_, column) =>
    Math.max(...all.map((row) => displayWidth(row[column] ?? ''))),
  );
  const numeric = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return numeric[column] ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** Names and values, one pair a line. */
export function pairs(
  entries: readonly (readonly [name: string, value: string | number])[],
): string {
  const width = Math.max(...entries.map(([name]) => displayWidth(name)));
  const line = ([name, value]: readonly [string, string | number]): string =>
    `${name.padEnd(width)}  ${printable(String(value))}`.trimEnd();
  return `${entries.map(line).join('\n')}\n`;
}

/** What a member typed must not move the cursor of whoever looks at it. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD');
}
