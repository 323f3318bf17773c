/**
 * A test file that leaves a socket, a server, a timer or a child process behind fails, with the
 * kinds it left. Jest by itself only warns, and only sometimes: the naive answers are
 * `--detectOpenHandles`, which runs everything in one slow process, and `forceExit`, which hides
 * the very leaks that make a service hang when it drains.
 *
 * It also gives each project its own patience with a test: jest reads `testTimeout` of the whole
 * configuration only, and silently ignores that of a project.
 */

import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

/** Closing is asynchronous in every driver: what is still open after this long is a leak. */
const settleMsMax = 3000;
const pollMs = 20;

// Pipes are not among them: a worker's own standard streams are pipes that open at their first use,
// and a child's pipes come with its ProcessWrap.
const watchedKinds = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'PipeServerWrap',
  'UDPWrap',
  'ProcessWrap',
  'Timeout',
  'MessagePort',
  'FSEventWrap',
]);

function openResources() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (watchedKinds.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function leaked(before) {
  const left = [];
  for (const [kind, count] of openResources()) {
    const extra = count - (before.get(kind) ?? 0);
    if (extra > 0) left.push(`${extra} × ${kind}`);
  }
  return left;
}

async function settled(before) {
  const deadlineMs = performance.now() + settleMsMax;
  let left = leaked(before);
  while (left.length > 0 && performance.now() < deadlineMs) {
    // The wait itself is one more timer, which must not keep the process or count as a leak.
    await new Promise((resolve) => {
      setTimeout(resolve, pollMs);
    });
    left = leaked(before);
  }
  return left;
}

export default class MeshEnvironment extends NodeEnvironment {
  #before = new Map();
  #testMsMax;

  constructor(config, context) {
    super(config, context);
    this.#testMsMax = config.projectConfig.testEnvironmentOptions.testMsMax;
  }

  async handleTestEvent(event, state) {
    if (event.name === 'setup' && this.#testMsMax) state.testTimeout = this.#testMsMax;
    if (event.name === 'run_start') this.#before = openResources();
    if (event.name === 'run_finish') await this.#refuseLeaks(state);
  }

  async #refuseLeaks(state) {
    const left = await settled(this.#before);
    if (left.length === 0) return;
    const error = new Error(`This test file left resources open: ${left.join(', ')}`);
    error.stack = error.message;
    state.unhandledErrors.push(error);
  }
}
