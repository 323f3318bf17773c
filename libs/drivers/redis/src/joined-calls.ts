// Joins calls of one script that are made in the same turn into one command a node: for the client
// and for Redis a command costs many times what one more call in it does.
import { chunk } from '@member-mesh/kernel';

import { toFailure } from './errors.ts';
import type { Argument, JoinedScript, Reply } from './script.ts';

interface Call {
  readonly keys: readonly string[];
  readonly args: readonly Argument[];
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

export interface JoinedCallsOptions {
  /** Any name for the node that holds the key; calls of one node share a command. */
  nodeOf: (key: string) => string;
  run: (script: JoinedScript, keys: readonly string[], args: readonly Argument[]) => Promise<Reply>;
}

export class JoinedCalls {
  readonly #options: JoinedCallsOptions;
  readonly #waiting = new Map<JoinedScript, Call[]>();

  constructor(options: JoinedCallsOptions) {
    this.#options = options;
  }

  /** The call's own reply or failure, whatever becomes of those it travels with. */
  call(script: JoinedScript, keys: readonly string[], args: readonly Argument[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const call = { keys, args, resolve, reject };
      const calls = this.#waiting.get(script);
      if (calls) {
        calls.push(call);
        return;
      }
      this.#waiting.set(script, [call]);
      queueMicrotask(() => this.#leave(script));
    });
  }

  #leave(script: JoinedScript): void {
    const calls = this.#waiting.get(script) ?? [];
    this.#waiting.delete(script);
    const byNode = Map.groupBy(calls, ({ keys }) => this.#options.nodeOf(keys[0] ?? ''));
    for (const ofNode of byNode.values()) {
      for (const together of chunk(ofNode, script.callsMax)) void this.#send(script, together);
    }
  }

  async #send(script: JoinedScript, calls: readonly Call[]): Promise<void> {
    const args: Argument[] = [];
    for (const call of calls) args.push(...call.keys, ...call.args);
    try {
      const replies = (await this.#options.run(script, calls[0]?.keys ?? [], args)) as Reply[];
      for (const [at, call] of calls.entries()) call.resolve(replies[at] ?? null);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.reason === 'refused' && calls.length > 1) {
        // One call may be the cause for all; while slots move, each finds its own way.
        await Promise.all(calls.map((call) => this.#send(script, [call])));
        return;
      }
      for (const call of calls) call.reject(failure);
    }
  }
}
