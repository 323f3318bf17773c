/** Writes plain data as YAML in block form, every text in quotes, as the formatter wants it. */

export type YamlValue =
  string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue };

const plainKey = /^[A-Za-z_][\w.-]*$/;

export function yaml(value: YamlValue, indent = ''): string {
  if (Array.isArray(value)) return list(value as readonly YamlValue[], indent);
  if (typeof value === 'object') return mapping(value as Mapping, indent);
  return `${indent}${scalar(value)}\n`;
}

type Mapping = { readonly [key: string]: YamlValue };

function isNested(value: YamlValue): boolean {
  return typeof value === 'object' && Object.keys(value).length > 0;
}

function scalar(value: YamlValue): string {
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  return typeof value === 'string' ? quoted(value) : String(value);
}

/**
 * Within single quotes nothing is special but they themselves; JSON's quotes are YAML's as well.
 */
function quoted(text: string): string {
  return text.includes("'") || text.includes('\n') ? JSON.stringify(text) : `'${text}'`;
}

function list(values: readonly YamlValue[], indent: string): string {
  return values
    .map((value) => {
      if (!isNested(value)) return `${indent}- ${scalar(value)}\n`;
      return `${indent}- ${yaml(value, `${indent}  `).slice(indent.length + 2)}`;
    })
    .join('');
}

function mapping(value: Mapping, indent: string): string {
  return Object.entries(value)
    .map(([key, inner]) => {
      const name = plainKey.test(key) ? key : quoted(key);
      if (!isNested(inner)) return `${indent}${name}: ${scalar(inner)}\n`;
      return `${indent}${name}:\n${yaml(inner, `${indent}  `)}`;
    })
    .join('');
}
