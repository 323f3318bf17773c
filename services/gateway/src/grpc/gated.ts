// A handler behind the flow gate: the caller is known, the call has been let pass, and what it is
// let do is said.
import type { ServiceContract } from '@member-mesh/contracts';
import type { Call } from '@member-mesh/flow-engine';
import { invariant } from '@member-mesh/kernel';
import type { ServerCall } from '@member-mesh/rpc';

import type { FlowGate } from '../app/flow-gate.ts';
import type { Caller } from '../domain/caller.ts';
import type { CallerDirectory } from '../domain/caller-directory.ts';
import type { Subject } from './call-subjects.ts';
import { methodOf } from './method-of.ts';

export interface Passed {
  caller: Caller;
  call: ServerCall;
  /** Answer as CONSISTENCY_AVAILABLE would. */
  degraded: boolean;
}

export interface GatedMethod<Q> {
  subjectOf: (request: Q) => Subject;
  /** Whether a degraded answer would be one that the caller can use; never where it is left out. */
  degradable?: (request: Q) => boolean;
  answer: (request: Q, passed: Passed) => Promise<Buffer>;
}

export interface GatingOptions {
  directory: () => CallerDirectory | undefined;
  gate: FlowGate;
}

/** The handlers of `contract` behind the gate, one by one. */
export function gatedBy({ directory, gate }: GatingOptions, contract: ServiceContract) {
  return <Q>(name: string, { subjectOf, degradable, answer }: GatedMethod<Q>) => {
    const { path: method } = methodOf(contract, name);
    return async (request: Q, call: ServerCall): Promise<Buffer> => {
      const caller = directory()?.named(call.caller);
      invariant(caller, `an admitted call of ${call.caller}, whom the policy does not know`);
      const { cost, keys } = subjectOf(request);
      const asked: Call = {
        ...{ method, caller: caller.name, trafficClass: caller.trafficClass, cost, keys },
        degradable: degradable?.(request) ?? false,
      };
      return gate.pass(asked, call, (degraded) => answer(request, { caller, call, degraded }));
    };
  };
}
