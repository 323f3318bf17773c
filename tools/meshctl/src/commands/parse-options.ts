// Turns the texts of options into values; what is not one is a wrong use of the command.
import { InvalidArgumentError } from 'commander';
import { parseDurationMs } from '../output/presentable.ts';

/** A parser of whole numbers from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

export function durationMs(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined) throw new InvalidArgumentError('It must be a duration such as 30s or 5m.');
  return ms;
}

/** Gathers FIELD=COLUMN pairs of an option that may be given several times. */
export function mapping(text: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1) {
    throw new InvalidArgumentError('It must be FIELD=COLUMN, such as phone=mobile.');
  }
  return new Map([...before, [text.slice(0, equals).trim(), text.slice(equals + 1)]]);
}

/** "a,b c" as ["a", "b", "c"]. */
export function list(text: string): string[] {
  return text.split(/[,\s]+/).filter((part) => part !== '');
}
