/** Prints the state of a mesh, for people or for programs. */
import type { Layout } from '../layout.ts';
import type { MeshState } from '../state.ts';
import { reportOf } from '../status.ts';
import type { ComponentDetail } from '../status.ts';
import { table } from '../table.ts';
import { smallProfileNote } from '../topology.ts';
import type { CallerRecord } from '../state.ts';
import { shown, wipe } from '../wipe.ts';

const mebibyte = 1024 * 1024;

export function reportMesh(
  state: MeshState | undefined,
  details: readonly ComponentDetail[],
  output: 'table' | 'json',
): void {
  const callers = state?.callers ?? [];
  if (output === 'json') {
    process.stdout.write(`${JSON.stringify(reportOf(details, callers), undefined, 2)}\n`);
  } else if (details.length === 0) {
    process.stdout.write('nothing runs; ./mesh up starts the mesh\n');
  } else {
    process.stdout.write(statusText(details, callers));
    if (state?.profile === 'small') process.stdout.write(`\n${smallProfileNote}\n`);
  }
}

/** Removes what the mesh made, and says what else lies there. */
export function tellWiped(layout: Layout): void {
  const left = wipe(layout);
  process.stdout.write('data, keys and logs removed\n');
  if (left.length === 0) return;
  process.stdout.write(`left in ${layout.home}, for it is not of the mesh: ${shown(left)}\n`);
}

/** The table, the sum of memory and the callers, for people. */
function statusText(details: readonly ComponentDetail[], callers: readonly CallerRecord[]): string {
  const rows = details.map((detail) => [
    detail.name,
    detail.kind,
    detail.center || '-',
    detail.state,
    detail.address,
    detail.pid === 0 ? '-' : String(detail.pid),
    detail.pid === 0 ? '-' : `${Math.round(detail.residentBytes / mebibyte)} MiB`,
    detail.why.replaceAll(/\s+/g, ' ').slice(0, 60),
  ]);
  const head = ['component', 'kind', 'center', 'state', 'address', 'pid', 'memory', ''];
  const total = details.reduce((sum, detail) => sum + detail.residentBytes, 0);
  const running = details.filter((detail) => detail.state === 'running').length;
  const sum = `${running} of ${details.length} running, ${Math.round(total / mebibyte)} MiB in memory`;
  const callerRows = callers.map((caller) => [caller.name, caller.traffic_class, caller.key_file]);
  return [
    table([head, ...rows]),
    `\n${sum}\n`,
    callers.length === 0 ? '' : `\n${table([['caller', 'class', 'key file'], ...callerRows])}`,
  ].join('');
}
