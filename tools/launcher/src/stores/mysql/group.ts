/**
 * Makes the running servers of one group into a primary with its replicas. Safe to repeat at any
 * time: it never makes a second server writable, and it lets a primary be written to only once
 * somebody in the other center acknowledges.
 */
import { secretName } from '../../secrets.ts';
import type { Site } from '../../site.ts';
import { isMysql } from '../../topology.ts';
import type { MysqlComponent } from '../../topology.ts';
import { Trouble } from '../../trouble.ts';
import { poll } from '../../wait.ts';
import { accountsMadeQuery, accountStatements } from './accounts.ts';
import { mysqlShell } from './client.ts';
import type { MysqlShell } from './client.ts';
import type { MysqlDialect } from './dialect.ts';
import { dialectOf } from './dialects.ts';

const followTimeoutMs = 30_000;
const catchUpSeconds = 30;
const noticeTimeoutMs = 3000;

/**
 * The server of a group that is to be written to: the recorded one, at first the one the topology
 * names.
 */
export function primaryOf(site: Site, group: number): string {
  const recorded = site.state().primaries[String(group)];
  if (recorded !== undefined) return recorded;
  const planned = site.components.find(
    (component) => isMysql(component) && component.group === group && component.role === 'primary',
  );
  return planned?.name ?? '';
}

/** What is done with a group, given who of it runs. */
export async function arrangeGroup(
  site: Site,
  group: number,
  running: readonly string[],
): Promise<void> {
  const members = site.components.filter(isMysql).filter((member) => member.group === group);
  const primary = primaryOf(site, group);
  // Without a primary nobody may start to follow: starting throws away what was received and not
  // yet applied.
  if (!running.includes(primary)) return;
  const context: GroupContext = {
    site,
    dialect: dialectOf(site.state().dialect),
    primary: mysqlShell(site, primary),
    followers: members.filter((member) => member.name !== primary && running.includes(member.name)),
    alone: members.length === 1,
  };
  await refuseSecondPrimary(context);
  await ensureAccounts(context);
  await Promise.all(
    context.followers.map(async (follower) => await ensureFollowing(context, follower)),
  );
  await openForWrites(context);
}

interface GroupContext {
  readonly site: Site;
  readonly dialect: MysqlDialect;
  readonly primary: MysqlShell;
  readonly followers: readonly MysqlComponent[];
  /** A group of one server waits for nobody. */
  readonly alone: boolean;
}

async function refuseSecondPrimary(context: GroupContext): Promise<void> {
  for (const follower of context.followers) {
    const shell = mysqlShell(context.site, follower.name);
    if ((await shell.query('SELECT @@GLOBAL.read_only')) !== '0') continue;
    throw new Trouble(
      `${follower.name} can be written to, but ${context.primary.name} is the primary`,
      {
        advice: `nothing was changed; if ${follower.name} was made primary by hand, make it read-only first`,
      },
    );
  }
}

async function ensureAccounts(context: GroupContext): Promise<void> {
  const { site, dialect, primary } = context;
  if ((await primary.query(accountsMadeQuery)) !== '0') return;
  const statements = accountStatements(dialect, {
    memberWrite: site.secrets.read(secretName.mysql('member_write')),
    memberAdmin: site.secrets.read(secretName.mysql('member_admin')),
    replication: site.secrets.read(secretName.mysql('replication')),
  });
  // Nobody follows yet, so nobody could acknowledge: the first statements must not wait for it.
  await primary.query(dialect.waitForAcknowledgements(false), ...statements);
}

async function ensureFollowing(context: GroupContext, follower: MysqlComponent): Promise<void> {
  const { site, dialect, primary } = context;
  const shell = mysqlShell(site, follower.name);
  const source = await site.reach(site).peer(primary.name, 'client');
  const status = dialect.replicaStatus(await shell.vertical(dialect.replicaStatusQuery));
  if (!status.configured || status.sourcePort !== source.port) {
    const password = site.secrets.read(secretName.mysql('replication'));
    await shell.query(...dialect.follow({ ...source, password }));
  } else if (!status.receiving || !status.applying) {
    await shell.query(dialect.startFollowing);
  }
  let seen = status;
  const following = await poll(
    async () => {
      seen = dialect.replicaStatus(await shell.vertical(dialect.replicaStatusQuery));
      return seen.receiving && seen.applying;
    },
    { timeoutMs: followTimeoutMs, intervalMs: 50 },
  );
  if (following) return;
  throw new Trouble(`${follower.name} does not follow ${primary.name}`, {
    advice: `see ./mesh logs ${follower.name}`,
    evidence: seen.error,
  });
}

/**
 * A primary that crashed holds commits that nobody acknowledged and readers must not see only here:
 * replicas that acknowledge have everything before the first new write.
 */
async function openForWrites(context: GroupContext): Promise<void> {
  const { site, dialect, primary, followers } = context;
  if ((await primary.query('SELECT @@GLOBAL.read_only')) === '0') return;
  if (!context.alone) {
    const acknowledging = followers.filter((follower) => follower.acknowledges);
    if (acknowledging.length === 0) return;
    await primary.query(dialect.waitForAcknowledgements(true));
    await waitForAcknowledgingReplica(context);
    const written = await primary.query(dialect.writtenQuery);
    for (const follower of acknowledging) {
      await waitUntilApplied(mysqlShell(site, follower.name), dialect, written);
    }
  }
  await primary.query('SET GLOBAL read_only = OFF');
}

async function waitUntilApplied(
  follower: MysqlShell,
  dialect: MysqlDialect,
  written: string,
): Promise<void> {
  const answer = await follower.query(dialect.hasAppliedQuery(written, catchUpSeconds));
  if (answer.split('\t')[0] === '0') return;
  throw new Trouble(
    `${follower.name} has not applied what its primary wrote within ${catchUpSeconds} s`,
    {
      advice: `the primary stays read-only; see ./mesh logs ${follower.name}, then run ./mesh up again`,
    },
  );
}

async function waitForAcknowledgingReplica(context: GroupContext): Promise<void> {
  const { site, dialect, primary } = context;
  const acknowledged = async (): Promise<boolean> => {
    const answer = await primary.query(dialect.acknowledgingReplicasQuery);
    return Number(answer.split('\t')[1] ?? 0) > 0;
  };
  if (await poll(acknowledged, { timeoutMs: noticeTimeoutMs, intervalMs: 50 })) return;
  // Older servers agree on acknowledging only when the replica connects.
  for (const follower of context.followers.filter((each) => each.acknowledges)) {
    await mysqlShell(site, follower.name).query(...dialect.reconnect);
  }
  if (await poll(acknowledged, { timeoutMs: followTimeoutMs, intervalMs: 50 })) return;
  throw new Trouble(`no replica in the other center acknowledges the commits of ${primary.name}`, {
    advice: `it stays read-only; see ./mesh logs ${primary.name} and start its replicas in center b`,
  });
}
