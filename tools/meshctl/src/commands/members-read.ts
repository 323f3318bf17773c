// members get, lookup and describe: members through the gateway as a caller sees them, and one
// member in every tier of the mesh.
import {
  accountKey,
  type AccountRef,
  type DescribeMemberResponse__Output,
  type Member__Output,
  MEMBER_IDS_MAX,
  parseMemberId,
  violationsOfAccount,
} from '@member-mesh/contracts';
import { isMeshError } from '@member-mesh/rpc';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure, usage } from '../failure.ts';
import { parseAccount } from '../import/account-list.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { renderMember } from './member-view.ts';

const TIMEOUT_MS = 10_000;
const CONSISTENCIES = ['default', 'authoritative', 'available'] as const;

interface ReadOptions {
  consistency: (typeof CONSISTENCIES)[number];
}

export function addReadCommands(members: Command, shell: Shell): void {
  const consistency = (): Option =>
    new Option('--consistency <kind>', 'how current the answer must be')
      .choices(CONSISTENCIES)
      .default('default');
  members
    .command('get')
    .description('members by id, as the gateway answers')
    .argument('<id...>')
    .addOption(consistency())
    .action((ids: string[], options: ReadOptions, command: Command) =>
      shell.run(command, (session) => getMembers(session, ids, options)),
    );
  members
    .command('lookup')
    .description('the member of an account, as the gateway answers')
    .argument('<platform:account_id>')
    .addOption(consistency())
    .action((account: string, options: ReadOptions, command: Command) =>
      shell.run(command, (session) => lookupAccount(session, account, options)),
    );
  members
    .command('describe')
    .description('one member in the record, in each index and in each cache')
    .argument('<id>')
    .action((id: string, _options: object, command: Command) =>
      shell.run(command, (session) => describeMember(session, id)),
    );
}

const WIRE_CONSISTENCIES = {
  default: 'CONSISTENCY_UNSPECIFIED',
  authoritative: 'CONSISTENCY_AUTHORITATIVE',
  available: 'CONSISTENCY_AVAILABLE',
} as const;

async function getMembers(session: Session, ids: string[], options: ReadOptions): Promise<number> {
  for (const id of ids) checkMemberId(id);
  if (ids.length > MEMBER_IDS_MAX)
    throw usage(`at most ${MEMBER_IDS_MAX} ids can be asked at once`);
  const { mesh, output, stop: signal } = session;
  const request = { memberIds: ids, consistency: WIRE_CONSISTENCIES[options.consistency] };
  const { members, notFound, read } = await mesh
    .memberQuery()
    .BatchGetMembers(request, { timeoutMs: TIMEOUT_MS, signal, metadata: mesh.callerKey() });
  await output.answer({ members, not_found: notFound, read }, () =>
    members.map((member) => renderMember(member)).join('\n'),
  );
  if (notFound.length === 0) return exitCodes.ok;
  output.note(`no such member: ${notFound.join(', ')}`);
  return exitCodes.notFound;
}

async function lookupAccount(
  session: Session,
  text: string,
  options: ReadOptions,
): Promise<number> {
  const account = accountOf(text);
  const { mesh, output, stop: signal } = session;
  const request = { account, consistency: WIRE_CONSISTENCIES[options.consistency] };
  try {
    const response = await mesh
      .memberQuery()
      .LookupAccount(request, { timeoutMs: TIMEOUT_MS, signal, metadata: mesh.callerKey() });
    await output.answer(response, ({ member }) => renderMember(member as Member__Output));
    return exitCodes.ok;
  } catch (error) {
    if (!isMeshError(error, 'NOT_FOUND')) throw error;
    throw new CommandFailure(exitCodes.notFound, error.reason, `${text} is bound to nobody`);
  }
}

async function describeMember(session: Session, memberId: string): Promise<number> {
  checkMemberId(memberId);
  const { mesh, output, stop: signal } = session;
  const { tiers } = await mesh
    .memberRead()
    .DescribeMember({ memberId }, { timeoutMs: TIMEOUT_MS, signal });
  const decode = mesh.contracts.messages.member.decode;
  const shown = tiers.map(({ member, ...tier }) => ({
    ...tier,
    member: member.length > 0 ? decode(member) : null,
  }));
  await output.answer({ member_id: memberId, tiers: shown }, () => renderTiers(tiers));
  const known = tiers.some(({ tier, state }) => tier === 'record' && state === 'value');
  if (known) return exitCodes.ok;
  const reached = tiers.some(({ tier, state }) => tier === 'record' && state !== 'unreachable');
  output.note(
    reached ? `the record has no member ${memberId}` : 'the record could not be asked: see above',
  );
  return reached ? exitCodes.notFound : exitCodes.unavailable;
}

function renderTiers(tiers: DescribeMemberResponse__Output['tiers']): string {
  const rows = tiers.map((tier) => [
    tier.key,
    tier.tier,
    tier.state,
    tier.version,
    tier.minVersion,
    tier.memberId,
    tier.detail,
  ]);
  return table(['key', 'tier', 'state', 'version', 'min_version', 'member', 'detail'], rows);
}

function checkMemberId(id: string): void {
  if (parseMemberId(id) !== undefined) return;
  throw usage(`${id} is not a member id: one has 1 to 19 decimal digits`);
}

function accountOf(text: string): AccountRef {
  const account = parseAccount(text);
  if (!account)
    throw usage(`${text} is not an account: write platform:account_id, as wechat:o6_bm`);
  const [violation] = violationsOfAccount(account, '');
  if (!violation) return account;
  throw usage(`${accountKey(account)}: ${violation.field} ${violation.description}`);
}
