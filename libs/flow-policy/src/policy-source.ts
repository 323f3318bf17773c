// The policy as flow-control streams it. Each connection goes to the next address: one that hangs
// takes connections and says nothing, so being reachable is no reason to stay with it.
import type { Rule__Output, WatchPolicyResponse__Output } from '@member-mesh/contracts';
import type { EngineRule } from '@member-mesh/flow-engine';
import type { StreamOptions } from '@member-mesh/rpc';

import type { PolicySource, Revised } from './policy-follower.ts';
import { readRule } from './rule-from-wire.ts';

/** The part of a client of flow.v1.FlowControlService that is used here. */
export interface WatchClient {
  WatchPolicy(
    request: { gatewayId: string; knownRevision: number },
    options: StreamOptions,
  ): AsyncIterable<WatchPolicyResponse__Output>;
}

export interface PolicySourceOptions<S extends Revised> {
  /** One for each address. */
  clients: readonly WatchClient[];
  /** The name of the process that follows. */
  followerId: string;
  read: (answer: WatchPolicyResponse__Output) => S;
}

export function createPolicySource<S extends Revised>(
  options: PolicySourceOptions<S>,
): PolicySource<S> {
  const { clients, followerId: gatewayId, read } = options;
  let turn = 0;
  return {
    async *follow(knownRevision, signal) {
      const client = clients[turn++ % clients.length];
      if (!client) return;
      const answers = client.WatchPolicy({ gatewayId, knownRevision }, { signal });
      for await (const answer of answers) yield read(answer);
    },
  };
}

export interface ReadRules {
  rules: EngineRule[];
  /** Rules of a later release that say what is not known here: their ids. */
  unknown: string[];
}

export function readRules(wire: readonly Rule__Output[]): ReadRules {
  const read: ReadRules = { rules: [], unknown: [] };
  for (const each of wire) {
    const { rule, violations } = readRule(each, 'rule');
    if (rule && violations.length === 0) read.rules.push(rule);
    else read.unknown.push(each.ruleId);
  }
  return read;
}
