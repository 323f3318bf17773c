/**
 * Tells our processes from strangers'. A pid alone names whoever has it today; together with the
 * moment the process started and the machine's boot it names one process for ever, so a reused pid
 * is never signalled.
 */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between boot and the start of the process. */
  readonly startTicks: number;
  readonly bootId: string;
}

export interface ProcessFacts {
  readonly startTicks: number;
  /** One letter, as in proc(5): R, S, D, T (stopped), Z (zombie) … */
  readonly stateLetter: string;
  readonly processGroup: number;
  readonly threads: number;
  readonly residentBytes: number;
}

const pageBytes = 4096;

/**
 * Reads the fields of one /proc/PID/stat line; the name in parentheses may hold blanks and
 * parentheses.
 */
export function parseProcessStat(line: string): ProcessFacts | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [stateLetter, processGroup, threads, startTicks, pages] = [
    fields[0],
    fields[2],
    fields[17],
    fields[19],
    fields[21],
  ];
  if (stateLetter === undefined || startTicks === undefined) return undefined;
  return {
    stateLetter,
    processGroup: Number(processGroup),
    threads: Number(threads),
    startTicks: Number(startTicks),
    residentBytes: Number(pages) * pageBytes,
  };
}

/** Facts about whichever process has this pid now; undefined when none has. */
export function processFacts(pid: number): ProcessFacts | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

function currentBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The identity of the process that has this pid now. */
export function identify(pid: number): ProcessIdentity | undefined {
  const facts = processFacts(pid);
  return facts && { pid, startTicks: facts.startTicks, bootId: currentBootId() };
}

export type Liveness = 'running' | 'stopped' | 'gone';

/** Whether exactly this process still exists. */
export function liveness(identity: ProcessIdentity): Liveness {
  const facts = sameProcess(identity);
  if (facts === undefined) return 'gone';
  return facts.stateLetter === 'T' || facts.stateLetter === 't' ? 'stopped' : 'running';
}

/** Memory of the process in bytes; 0 when it is gone. */
export function residentBytes(identity: ProcessIdentity): number {
  return sameProcess(identity)?.residentBytes ?? 0;
}

/** Facts of the process, provided that it is the same one and has not ended. */
export function sameProcess(identity: ProcessIdentity): ProcessFacts | undefined {
  const facts = processFacts(identity.pid);
  if (facts === undefined || facts.startTicks !== identity.startTicks) return undefined;
  if (hasEnded(facts)) return undefined;
  return identity.bootId === currentBootId() ? facts : undefined;
}

/**
 * A zombie has ended once its last thread has: one that still waits for a disk keeps sockets and
 * locks of the whole process.
 */
export function hasEnded({ stateLetter, threads }: ProcessFacts): boolean {
  return stateLetter === 'X' || (stateLetter === 'Z' && threads <= 1);
}
