// The process of an opponent: takes its role from its parent, serves, says where, and ends with it.
import { echoHandlers } from './echo.ts';
import { indexBackHandlers } from './index-proxy.ts';
import { listen, type Handlers } from './member-query.ts';
import type { FromOpponent, ToOpponent } from './orders.ts';
import { backHandlers, frontHandlers } from './proxy.ts';

async function handlersOf(told: ToOpponent): Promise<Handlers> {
  switch (told.role) {
    case 'echo':
      return echoHandlers(told.members);
    case 'proxy-front':
      return frontHandlers(told.back);
    case 'index-proxy-back':
      return indexBackHandlers(told.elastic);
    case 'proxy-back':
      return await backHandlers(told.redis, told.members);
  }
}

process.once('message', (told: ToOpponent) => {
  void handlersOf(told)
    .then(listen)
    .then((address) => process.send?.({ address } satisfies FromOpponent));
});
process.once('disconnect', () => process.exit());
