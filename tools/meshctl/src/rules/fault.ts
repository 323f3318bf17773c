// What is wrong with a rule file, told as compilers tell it.

export interface Fault {
  /** Both from 1. */
  line: number;
  column: number;
  /** What is wrong, with what, and what to write instead. */
  message: string;
}

const FAULTS_TOLD_MAX = 50;

/** A line for each fault, "FILE:3:5: …", in the order of the file. */
export function faultLines(file: string, faults: readonly Fault[]): string {
  const inOrder = faults.toSorted(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  const told = inOrder.slice(0, FAULTS_TOLD_MAX);
  const lines = told.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  const rest = faults.length - told.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
