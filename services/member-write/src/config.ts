// What member-write is told by its environment.
import {
  type Address,
  type Environment,
  type NatsConfig,
  parseAddress,
  readNatsConfig,
  readServiceConfig,
  type ServiceConfig,
} from '@member-mesh/config';

import { type FaultPlan, readFaultPlan } from '@member-mesh/faults';

import { FAULT_POINTS } from './app/ports.ts';

export interface GroupConfig {
  group: number;
  /** The first one is the primary. */
  nodes: Address[];
}

export interface MysqlAccount {
  user: string;
  password: string;
}

export interface Config {
  service: ServiceConfig;
  nats: NatsConfig;
  groups: GroupConfig[];
  database: string;
  /** Reads and writes rows; nothing that passes read_only. */
  account: MysqlAccount;
  /** Changes the schema. */
  admin: MysqlAccount;
  connectionsMax: number;
  memberQueryTargets: Address[];
  /** For the rules on tiers; empty where nobody makes any. */
  flowControlTargets: Address[];
  streamBytesMax: number;
  faults: FaultPlan<Protection> | undefined;
}

/**
 * What this service can go without in a test that shows what it is for: the outbox that takes what
 * is unpublished and passes over what is locked; the account row that two writes cannot both
 * insert.
 */
const PROTECTIONS = ['skip-locked-outbox', 'account-uniqueness'] as const;
export type Protection = (typeof PROTECTIONS)[number];

const STREAM_MB_DEFAULT = 2048;

export function readMemberWriteConfig(e: Environment): Config {
  return {
    service: readServiceConfig(e),
    nats: readNatsConfig(e),
    groups: e.json('MYSQL_GROUPS', parseGroups),
    database: e.text('MYSQL_DATABASE', { default: 'member_mesh' }),
    account: { user: e.text('MYSQL_USER'), password: e.secretFile('MYSQL_PASSWORD_FILE') },
    admin: {
      user: e.text('MYSQL_ADMIN_USER'),
      password: e.secretFile('MYSQL_ADMIN_PASSWORD_FILE'),
    },
    connectionsMax: e.integer('MYSQL_CONNECTIONS_MAX', { min: 60, max: 2_000, default: 60 }),
    memberQueryTargets: e.addresses('MEMBER_QUERY_TARGETS'),
    flowControlTargets: e.addresses('FLOW_CONTROL_TARGETS', { optional: true }),
    streamBytesMax:
      e.integer('CHANGE_STREAM_MB_MAX', { min: 1, max: 1_000_000, default: STREAM_MB_DEFAULT }) *
      1024 *
      1024,
    faults: readFaultPlan(e, { points: FAULT_POINTS, protections: PROTECTIONS }),
  };
}

function parseGroups(value: unknown): GroupConfig[] {
  if (!Array.isArray(value) || value.length === 0) throw new Error('must be a list of groups');
  const groups = value.map(parseGroup);
  const numbers = new Set(groups.map((each) => each.group));
  if (numbers.size < groups.length) throw new Error('a group is named twice');
  return groups;
}

function parseGroup(value: unknown): GroupConfig {
  const { group, nodes } = (value ?? {}) as { group?: unknown; nodes?: unknown };
  if (typeof group !== 'number' || !Number.isInteger(group) || group < 0) {
    throw new Error('a group must have a number');
  }
  if (!Array.isArray(nodes) || nodes.length === 0) throw new Error(`group ${group} has no nodes`);
  return {
    group,
    nodes: nodes.map((node) => {
      const address = parseAddress(String(node));
      if (!address) throw new Error(`group ${group}: ${String(node)} is not host:port`);
      return address;
    }),
  };
}
