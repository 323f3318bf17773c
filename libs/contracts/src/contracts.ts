// Loads the protos once and hands out services and message codecs with their generated types.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { ServiceDefinition } from '@grpc/grpc-js';
import { type AnyDefinition, loadSync, type PackageDefinition } from '@grpc/proto-loader';

import type {
  FlowControlServiceDefinition,
  FlowControlServiceHandlers,
} from './generated/flow/v1/FlowControlService.ts';
import type { HealthDefinition, HealthHandlers } from './generated/grpc/health/v1/Health.ts';
import type {
  MemberQueryServiceDefinition,
  MemberQueryServiceHandlers,
} from './generated/member/v1/MemberQueryService.ts';
import type {
  MemberWriteServiceDefinition,
  MemberWriteServiceHandlers,
} from './generated/member/v1/MemberWriteService.ts';
import type {
  CacheFenceServiceDefinition,
  CacheFenceServiceHandlers,
} from './generated/mesh/cache/v1/CacheFenceService.ts';
import type {
  IndexServiceDefinition,
  IndexServiceHandlers,
} from './generated/mesh/index/v1/IndexService.ts';
import type {
  MemberReadServiceDefinition,
  MemberReadServiceHandlers,
} from './generated/mesh/read/v1/MemberReadService.ts';
import type {
  RecordServiceDefinition,
  RecordServiceHandlers,
} from './generated/mesh/record/v1/RecordService.ts';
import type * as types from './message-types.ts';
import type { ServiceContract } from './service-contract.ts';

/** Turns one message type into bytes and back. Decoding throws on malformed bytes. */
export interface Codec<In, Out> {
  encode(message: In): Buffer;
  decode(bytes: Uint8Array): Out;
}

export interface Services {
  memberQuery: ServiceContract<MemberQueryServiceDefinition, MemberQueryServiceHandlers>;
  memberWrite: ServiceContract<MemberWriteServiceDefinition, MemberWriteServiceHandlers>;
  memberRead: ServiceContract<MemberReadServiceDefinition, MemberReadServiceHandlers>;
  cacheFence: ServiceContract<CacheFenceServiceDefinition, CacheFenceServiceHandlers>;
  record: ServiceContract<RecordServiceDefinition, RecordServiceHandlers>;
  index: ServiceContract<IndexServiceDefinition, IndexServiceHandlers>;
  flowControl: ServiceContract<FlowControlServiceDefinition, FlowControlServiceHandlers>;
  health: ServiceContract<HealthDefinition, HealthHandlers>;
}

export interface Messages {
  member: Codec<types.Member, types.Member__Output>;
  changeSet: Codec<types.ChangeSet, types.ChangeSet__Output>;
  rpcStatus: Codec<types.RpcStatus, types.RpcStatus__Output>;
  errorInfo: Codec<types.ErrorInfo, types.ErrorInfo__Output>;
  retryInfo: Codec<types.RetryInfo, types.RetryInfo__Output>;
  badRequest: Codec<types.BadRequest, types.BadRequest__Output>;
  quotaFailure: Codec<types.QuotaFailure, types.QuotaFailure__Output>;
  registerMemberRequest: Codec<types.RegisterMemberRequest, types.RegisterMemberRequest__Output>;
  updateMemberRequest: Codec<types.UpdateMemberRequest, types.UpdateMemberRequest__Output>;
  bindAccountRequest: Codec<types.BindAccountRequest, types.BindAccountRequest__Output>;
  unbindAccountRequest: Codec<types.UnbindAccountRequest, types.UnbindAccountRequest__Output>;
  closeMemberRequest: Codec<types.CloseMemberRequest, types.CloseMemberRequest__Output>;
  importRow: Codec<types.ImportRow, types.ImportRow__Output>;
}

export interface Contracts {
  packageDefinition: PackageDefinition;
  services: Services;
  messages: Messages;
}

const SERVICE_NAMES: Record<keyof Services, string> = {
  memberQuery: 'member.v1.MemberQueryService',
  memberWrite: 'member.v1.MemberWriteService',
  memberRead: 'mesh.read.v1.MemberReadService',
  cacheFence: 'mesh.cache.v1.CacheFenceService',
  record: 'mesh.record.v1.RecordService',
  index: 'mesh.index.v1.IndexService',
  flowControl: 'flow.v1.FlowControlService',
  health: 'grpc.health.v1.Health',
};

const MESSAGE_NAMES: Record<keyof Messages, string> = {
  member: 'member.v1.Member',
  changeSet: 'mesh.change.v1.ChangeSet',
  rpcStatus: 'google.rpc.Status',
  errorInfo: 'google.rpc.ErrorInfo',
  retryInfo: 'google.rpc.RetryInfo',
  badRequest: 'google.rpc.BadRequest',
  quotaFailure: 'google.rpc.QuotaFailure',
  registerMemberRequest: 'member.v1.RegisterMemberRequest',
  updateMemberRequest: 'member.v1.UpdateMemberRequest',
  bindAccountRequest: 'member.v1.BindAccountRequest',
  unbindAccountRequest: 'member.v1.UnbindAccountRequest',
  closeMemberRequest: 'member.v1.CloseMemberRequest',
  importRow: 'mesh.record.v1.ImportRow',
};

/** Where the protos of the mesh lie. */
export const PROTOS_DIRECTORY = fileURLToPath(new URL('../../../protos', import.meta.url));

/** Reads and parses every proto of the mesh. Throws when one cannot be parsed. */
export function loadContracts(): Contracts {
  const files = readdirSync(PROTOS_DIRECTORY, { recursive: true, encoding: 'utf8' });
  const packageDefinition = loadSync(files.filter((file) => file.endsWith('.proto')).sort(), {
    includeDirs: [PROTOS_DIRECTORY],
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const services = mapValues(SERVICE_NAMES, (name) => ({
    name,
    definition: found(packageDefinition, name) as unknown as ServiceDefinition,
  })) as unknown as Services;
  const messages = mapValues(MESSAGE_NAMES, (name) =>
    codecOf(found(packageDefinition, name)),
  ) as unknown as Messages;
  return { packageDefinition, services, messages };
}

function found(definitions: PackageDefinition, name: string): AnyDefinition {
  const definition = definitions[name];
  if (!definition) throw new Error(`${name} is in none of the protos below ${PROTOS_DIRECTORY}`);
  return definition;
}

function codecOf(definition: AnyDefinition): Codec<object, object> {
  if (!('serialize' in definition) || typeof definition.serialize !== 'function') {
    throw new Error('a codec was asked for something that is not a message');
  }
  const { serialize, deserialize } = definition as unknown as {
    serialize: (message: object) => Buffer;
    deserialize: (bytes: Uint8Array) => object;
  };
  return { encode: serialize, decode: deserialize };
}

function mapValues<K extends string, T>(
  record: Record<K, string>,
  map: (value: string) => T,
): Record<K, T> {
  const entries = Object.entries<string>(record).map(([key, value]) => [key, map(value)] as const);
  return Object.fromEntries(entries) as Record<K, T>;
}
