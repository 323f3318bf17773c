// The public read service as somebody writes it who has the protos and the documentation of grpc-js
// and proto-loader: their usual options and codecs, nothing of ours.
import { fileURLToPath } from 'node:url';

import {
  type Client,
  credentials,
  loadPackageDefinition,
  type Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';

const protos = fileURLToPath(new URL('../../protos', import.meta.url));

const definition = loadSync('member/v1/member_query_service.proto', {
  includeDirs: [protos],
  ...{ keepCase: true, longs: String, enums: String, defaults: true, oneofs: true },
});

export interface Member {
  member_id: string;
}
interface ReadInfo {
  source: string;
}

/** The methods that are measured, by what they take and answer. */
export interface Methods {
  GetMember: [{ member_id: string }, { member: Member; read: ReadInfo }];
  BatchGetMembers: [
    { member_ids: string[] },
    { members: Member[]; not_found: string[]; read: ReadInfo },
  ];
}
export type Method = keyof Methods;
export type Request<M extends Method> = Methods[M][0];
export type Answer<M extends Method> = Methods[M][1];

type Reply<T> = (error: ServiceError | { code: number } | null, answer?: T) => void;

export type Handlers = {
  [M in Method]: (call: { request: Request<M> }, reply: Reply<Answer<M>>) => void;
};

interface Package {
  member: { v1: { MemberQueryService: ServiceClientConstructor } };
}

const { MemberQueryService } = (loadPackageDefinition(definition) as unknown as Package).member.v1;

export interface UnaryCall<M extends Method> {
  (request: Request<M>, reply: Reply<Answer<M>>): void;
  (request: Request<M>, metadata: Metadata, reply: Reply<Answer<M>>): void;
}

export type MemberQueryClient = Client & { [M in Method]: UnaryCall<M> };

export function connect(address: string): MemberQueryClient {
  const client = new MemberQueryService(address, credentials.createInsecure());
  return client as unknown as MemberQueryClient;
}

export function pathOf(method: Method): string {
  return `/member.v1.MemberQueryService/${method}`;
}

export function encodeRequest<M extends Method>(method: M, request: Request<M>): Buffer {
  const { requestSerialize } = MemberQueryService.service[method] as MethodDefinition<
    Request<M>,
    Answer<M>
  >;
  return requestSerialize(request);
}

/** Listens on a free loopback port and answers with its address. */
export async function listen(handlers: Handlers): Promise<string> {
  const server = new Server();
  const implementation = handlers as unknown as UntypedServiceImplementation;
  server.addService(MemberQueryService.service, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return `127.0.0.1:${port}`;
}

export function decodeMember(bytes: Buffer): Member {
  const { deserialize } = definition['member.v1.Member'] as MessageTypeDefinition<object, Member>;
  return deserialize(bytes);
}
