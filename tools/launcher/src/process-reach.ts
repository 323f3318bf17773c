/** Components as processes of this machine: how they are started and reached. */
import { dataDirectory } from './layout.ts';
import { mustRun, run } from './process/run.ts';
import { startProcess } from './process/spawn.ts';
import { portOf } from './site.ts';
import type { ClientCall, Reach, Runtime, Site } from './site.ts';
import { dialectOf } from './stores/mysql/dialects.ts';
import { missingToolAdvice, programPath } from './tools.ts';

export const processRuntime: Runtime = {
  start: async (launch, context) => await startProcess(launch, context),
  run: async (_kind, { command, args, options }) => await mustRun(command, args, options),
};

export function processReach(site: Site): Reach {
  return {
    client: async (name, call) => {
      const { command, args, cwd } = invocation(site, name, call);
      return await run(command, [...args, ...call.args], {
        cwd,
        env: { PATH: site.tools.path, HOME: '/nonexistent', ...call.env },
        timeoutMs: call.timeoutMs,
        ...(call.input !== undefined && { input: call.input }),
      });
    },
    peer: (name, port) => Promise.resolve({ host: '127.0.0.1', port: portOf(site, name, port) }),
  };
}

interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

function invocation(site: Site, name: string, call: ClientCall): Invocation {
  const cwd = dataDirectory(site.layout, name);
  if (call.program === 'redis') {
    const port = String(portOf(site, name, 'client'));
    const command = programPath(site.tools, ['redis-cli'], missingToolAdvice);
    return { command, args: ['-h', '127.0.0.1', '-p', port], cwd };
  }
  // The socket is named relative to the data directory: a path to a socket is limited to about a
  // hundred characters.
  const dialect = dialectOf(site.state().dialect);
  const command = dialect.clientProgram(site.tools);
  const user = `--user=${dialect.administrator(site.tools)}`;
  return { command, args: ['--no-defaults', '--socket=mysql.sock', user], cwd };
}
