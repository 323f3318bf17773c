// The grantor over flow.v1 LeaseQuota. Each conversation goes to the next address: those that do
// not grant end it at once.
import {
  durationOf,
  type LeaseQuotaRequest,
  type LeaseQuotaResponse__Output,
  msOf,
} from '@member-mesh/contracts';
import type { LeaseAnswer } from '@member-mesh/flow-engine';
import type { StreamOptions } from '@member-mesh/rpc';

import type { Grantor, RuleAsk } from '../../app/lease-shares.ts';

/** The part of a client of flow.v1.FlowControlService that is used here. */
export interface LeaseClient {
  LeaseQuota(
    requests: AsyncIterable<LeaseQuotaRequest>,
    options: StreamOptions,
  ): AsyncIterable<LeaseQuotaResponse__Output>;
}

export function createGrantor(clients: readonly LeaseClient[]): Grantor {
  let turn = 0;
  return {
    async *converse(asks, signal) {
      const client = clients[turn % clients.length];
      if (!client) return;
      try {
        for await (const answer of client.LeaseQuota(asWire(asks), { signal })) {
          yield { ruleId: answer.ruleId, answer: answerOf(answer) };
        }
      } finally {
        turn += 1;
      }
    },
  };
}

async function* asWire(asks: AsyncIterable<RuleAsk>): AsyncGenerator<LeaseQuotaRequest> {
  for await (const { ruleId, policyRevision, ask } of asks) {
    const { gatewayId, incarnation, number, wanted, used, weight, held } = ask;
    yield {
      ...{ gatewayId, ruleId, policyRevision, incarnation, ask: number, wanted, used, weight },
      held: held
        ? {
            grantId: held.grantId,
            share: held.share,
            fairShare: held.fairShare,
            usableFor: durationOf(held.usableForMs),
          }
        : null,
    };
  }
}

function answerOf(wire: LeaseQuotaResponse__Output): LeaseAnswer {
  const { ask, grantId, share, fairShare } = wire;
  if (grantId === 0) return { kind: 'wait', retryInMs: msOf(wire.retryIn) ?? 0 };
  return {
    ...{ kind: 'granted', ask, grantId, share, fairShare },
    usableMs: msOf(wire.usable) ?? 0,
    // Without it the fair share would be taken while others may still use it.
    fairAfterMs: msOf(wire.fairAfter) ?? Infinity,
  };
}
