// What processes spend of the processors, from the kernel's own account of each (proc(5), utime and
// stime), all of their threads together.
import { readFileSync } from 'node:fs';

/** USER_HZ: the kernel counts for programs in hundredths of a second on every Linux. */
const MS_PER_TICK = 10;
const UTIME_AT = 11;

/** Milliseconds of processor time by name, each name one process or several. */
export type ProcessorTime = Readonly<Record<string, number>>;
export type Pids = Readonly<Record<string, number | readonly number[]>>;

function spentMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program is in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME_AT]) + Number(fields[UTIME_AT + 1])) * MS_PER_TICK;
}

function snapshot(pids: Pids): ProcessorTime {
  return Object.fromEntries(
    Object.entries(pids).map(([name, of]) => {
      const all = typeof of === 'number' ? [of] : of;
      return [name, all.reduce((sum, pid) => sum + spentMs(pid), 0)];
    }),
  );
}

/** Does something, and answers what these processes spent meanwhile. */
export async function spending<T>(
  pids: Pids,
  work: () => Promise<T>,
): Promise<{ result: T; spent: ProcessorTime }> {
  const before = snapshot(pids);
  const result = await work();
  const after = snapshot(pids);
  const spent = Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]);
  return { result, spent: Object.fromEntries(spent) as ProcessorTime };
}
