/** Hurts, or starts again, one component by name. */
import type { LauncherConfig } from '../config.ts';
import { withLock } from '../lock.ts';
import { existingState, openExisting } from '../open-mesh.ts';
import { startOne } from '../start.ts';
import { exitCode } from '../trouble.ts';

export interface FaultCommand {
  readonly name: 'kill' | 'stop' | 'cont' | 'start';
  readonly component: string;
}

/** Programs that run were told the former address when they started. */
function elsewhere(before: string | undefined, address: string | undefined): string {
  return (
    `but on ${address}: another program took ${before}. Whoever calls it must be told: ` +
    './mesh down, then ./mesh up'
  );
}

export async function fault(config: LauncherConfig, command: FaultCommand): Promise<number> {
  if (existingState(config)?.backend === 'docker') {
    const { composeFault } = await import('../docker/compose.ts');
    return await composeFault(config, command.name, command.component);
  }
  const mesh = openExisting(config);
  const { component } = command;
  const told = (text: string): void => void process.stdout.write(`${component} ${text}\n`);
  switch (command.name) {
    case 'kill':
      await mesh.kill(component);
      told('killed');
      break;
    case 'stop':
      await mesh.stop(component);
      told('stopped (./mesh cont lets it go on)');
      break;
    case 'cont':
      await mesh.cont(component);
      told('goes on');
      break;
    case 'start':
      told(
        await withLock(mesh.layout.home, async () => {
          const opened = openExisting(config);
          const before = opened.record(component)?.address;
          const outcome = await startOne(opened, component);
          if (outcome === 'was running') return 'was running already';
          const address = opened.record(component)?.address;
          return address === before ? 'started' : `started, ${elsewhere(before, address)}`;
        }),
      );
  }
  return exitCode.ok;
}
