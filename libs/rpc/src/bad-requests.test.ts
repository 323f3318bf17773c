// What a server answers to requests that no sound client sends, over real sockets.
import type { ClientHttp2Session } from 'node:http2';
import { gzipSync } from 'node:zlib';

import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { answerOf, connectRaw, framed, openCall, type RawCall } from '../test/raw-call.ts';
import { contracts, PROOF, type SmallServer, startSmallServer } from '../test/small-server.ts';
import { invalidArgument, MeshError, SERVER_LIMITS } from './index.ts';

const READ = '/mesh.record.v1.RecordService/ReadMembers';
const READ_ACCOUNTS = '/mesh.record.v1.RecordService/ReadAccounts';
const LONE_SURROGATE = '\ud800';

let small: SmallServer;
let session: ClientHttp2Session;
const seen: unknown[] = [];

beforeAll(async () => {
  small = await startSmallServer({
    record: {
      ReadMembers: async (request: { memberIds: string[] }) => {
        seen.push(request);
        return { members: request.memberIds.map((memberId) => ({ memberId })) };
      },
      ReadAccounts: async () => ({ results: [] }),
      AwaitPublished: () => Promise.reject(new MeshError(odd)),
      GetRecordStatus: () => Promise.reject(invalidArgument(many)),
      ScanShard: async () => ({ rows: 7 }),
    },
  });
  session = await connectRaw(small.port);
});

afterAll(async () => {
  session.close();
  await small.close();
});

const odd = {
  kind: 'ABORTED',
  reason: 'ODD',
  message: `${'é'.repeat(1_023)}${LONE_SURROGATE}${'語'.repeat(5_000)}`,
} as const;
const many = Array.from({ length: 100_000 }, (_, at) => ({
  field: `member_ids[${at}]`,
  description: 'is bad',
}));

async function ask(call: Partial<RawCall>) {
  const { headers, ...rest } = call;
  const stream = openCall(session, { path: READ, ...rest, headers: { ...PROOF, ...headers } });
  return answerOf(contracts, stream);
}

const bytes = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))),
  );
const encode = (memberIds: string[]): Buffer =>
  contracts.services.record.definition.ReadMembers!.requestSerialize({ memberIds });

async function itStillAnswers(): Promise<void> {
  const answer = await ask({ chunks: [framed(encode(['5']))] });
  expect([answer.httpStatus, answer.code]).toEqual([200, status.OK]);
}

describe('a malformed message', () => {
  it.each<[string, string, Buffer, string]>([
    ['a text that ends too early', READ, bytes(0x0a, 9, 'short'), 'member_ids'],
    ['a number where a text belongs', READ, bytes(0x08, 5), 'member_ids'],
    ['bytes that are no UTF-8', READ, bytes(0x0a, 2, 0xc3, 0x28), 'member_ids'],
    ['half of a surrogate pair', READ, bytes(0x0a, 3, 0xed, 0xa0, 0x80), 'member_ids'],
    ['a tag that does not end', READ, bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), ''],
    ['a length beyond the message', READ, bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f), 'member_ids'],
    ['a field without a number', READ, bytes(0x02, 1, 'a'), ''],
    ['a field of no known kind', READ, bytes(0x7f), ''],
    ['the end of a group that did not begin', READ, bytes(0x7c), ''],
    ['an unknown field cut off', READ, bytes(0xf9, 0x01, 1, 2), ''],
    ['groups in groups without end', READ, Buffer.alloc(4_000, 0x7b), ''],
    ['a bad text inside', READ_ACCOUNTS, bytes(0x0a, 4, 0x0a, 2, 0xff, 0xfe), 'accounts.platform'],
    ['an inner message cut off', READ_ACCOUNTS, bytes(0x0a, 3, 0x0a, 5, 0x61), 'accounts.platform'],
  ])('with %s is INVALID_ARGUMENT naming where', async (_what, path, message, field) => {
    const before = seen.length;
    const answer = await ask({ path, chunks: [framed(message)] });
    expect(answer).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'MALFORMED_REQUEST' });
    expect(answer.violations.map((violation) => violation.field)).toEqual([field]);
    expect(seen).toHaveLength(before);
    await itStillAnswers();
  });

  it('is not looked at when nothing proves who calls', async () => {
    const headers = { 'x-mesh-token': 'a guess' };
    const answer = await ask({ headers, chunks: [framed(bytes(0x0a, 9))] });
    expect(answer).toMatchObject({ code: status.UNAUTHENTICATED, reason: 'PEER_UNKNOWN' });
  });

  it('is not one for its unknown fields, whole groups among them', async () => {
    const later = bytes(0x7b, 0x08, 1, 0x7c, 0xf8, 0x01, 1, 0x12, 1, 'x');
    const answer = await ask({ chunks: [framed(Buffer.concat([encode(['5']), later]))] });
    expect(answer.code).toBe(status.OK);
  });
});

describe('a message too large', () => {
  const { requestBytesMax } = SERVER_LIMITS;

  it.each([
    ['as it is', framed(Buffer.alloc(requestBytesMax + 1)), {}],
    ['by its announced length', framed(Buffer.alloc(0)).fill(0xff, 1), {}],
    [
      'once it is decompressed',
      framed(gzipSync(Buffer.alloc(requestBytesMax + 1)), 1),
      { 'grpc-encoding': 'gzip' },
    ],
  ])('%s is RESOURCE_EXHAUSTED telling the limit', async (_what, chunk, headers) => {
    const answer = await ask({ headers, chunks: [chunk] });
    expect(answer).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'MESSAGE_TOO_LARGE' });
    expect(answer.message).toContain(String(requestBytesMax));
    await itStillAnswers();
  });

  it('is none at the limit itself', async () => {
    const filler = requestBytesMax - 5;
    const message = Buffer.concat([
      bytes(0x12),
      Buffer.from([0xfb, 0xff, 0x3f]),
      Buffer.alloc(filler),
    ]);
    expect((await ask({ chunks: [framed(message.subarray(0, filler + 4))] })).code).toBe(status.OK);
  });
});

describe('a call in another shape', () => {
  it.each([
    ['no message', [], {}, status.UNIMPLEMENTED, 'CALL_NOT_SUPPORTED'],
    [
      'two messages',
      [framed(encode(['1'])), framed(encode(['2']))],
      {},
      ...([status.UNIMPLEMENTED, 'CALL_NOT_SUPPORTED'] as const),
    ],
    [
      'an encoding nobody knows',
      [framed(encode(['1']), 1)],
      { 'grpc-encoding': 'zip' },
      ...([status.UNIMPLEMENTED, 'CALL_NOT_SUPPORTED'] as const),
    ],
    [
      'bytes that are not what their encoding says',
      [framed(Buffer.from('not gzip'), 1)],
      { 'grpc-encoding': 'gzip' },
      ...([status.INVALID_ARGUMENT, 'MALFORMED_REQUEST'] as const),
    ],
  ])('with %s is told so', async (_what, chunks, headers, code, reason) => {
    expect(await ask({ chunks, headers })).toMatchObject({ code, reason, domain: 'member-mesh' });
    await itStillAnswers();
  });

  it.each([
    ['/mesh.record.v1.RecordService/Nothing', 'METHOD_UNKNOWN'],
    ['/member.v1.MemberQueryService/GetMember', 'SERVICE_UNKNOWN'],
    ['/', 'SERVICE_UNKNOWN'],
    [`/${'é'.repeat(9)}`, 'SERVICE_UNKNOWN'],
    [`/${'x'.repeat(9_000)}`, 'SERVICE_UNKNOWN'],
    ['/mesh.record.v1.RecordService/ReadMembers/', 'METHOD_UNKNOWN'],
  ])('of %.60s is UNIMPLEMENTED with a reason', async (path, reason) => {
    const answer = await ask({ path: Buffer.from(path).toString('latin1') });
    expect(answer).toMatchObject({ code: status.UNIMPLEMENTED, reason, domain: 'member-mesh' });
  });

  it.each([['text/plain'], ['application/json'], ['']])(
    'of the type "%s" is not gRPC: 415',
    async (type) => {
      expect((await ask({ headers: { 'content-type': type } })).httpStatus).toBe(415);
    },
  );
});

describe('a deadline', () => {
  it.each([['0m'], ['1n'], ['999u'], ['00000000H']])(
    'of %s has passed: nothing is done',
    async (timeout) => {
      const before = seen.length;
      const headers = { 'grpc-timeout': timeout };
      const answer = await ask({ headers, chunks: [framed(encode(['1']))] });
      expect(answer).toMatchObject({ code: status.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED' });
      expect(seen).toHaveLength(before);
    },
  );

  it.each([['soon'], ['5'], ['-1S'], ['123456789m'], ['1S, 2S'], ['5S trailing'], ['']])(
    'of "%s" is none: INVALID_ARGUMENT',
    async (timeout) => {
      const answer = await ask({ headers: { 'grpc-timeout': timeout } });
      expect(answer).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'MALFORMED_METADATA' });
      expect(answer.violations[0]?.field).toBe('grpc-timeout');
    },
  );

  it.each([['1193H'], ['99999999H'], ['99999999S']])(
    'of %s is far away and not in the past',
    async (timeout) => {
      const headers = { 'grpc-timeout': timeout };
      expect((await ask({ headers, chunks: [framed(encode(['1']))] })).code).toBe(status.OK);
    },
  );
});

describe('metadata', () => {
  it('that is no printable ASCII is named, and its value is not', async () => {
    const headers = { authorization: 'Bearer clé', 'x-other': 'fine' };
    const answer = await ask({ headers, chunks: [framed(encode(['1']))] });
    expect(answer).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'MALFORMED_METADATA' });
    expect(answer.violations[0]?.field).toBe('authorization');
    expect(answer.message).not.toContain('cl');
  });

  it('with a name that gRPC does not have is refused', async () => {
    const answer = await ask({ headers: { 'x!y': '1' } });
    expect(answer).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'MALFORMED_METADATA' });
  });

  it('given twice, or as bytes that are no base64, harms nobody', async () => {
    const headers = { 'x-two': ['a', 'b'], 'x-bytes-bin': '!!!!', cookie: 'a=1' };
    expect((await ask({ headers, chunks: [framed(encode(['1']))] })).code).toBe(status.OK);
  });

  it('beyond the limit resets the stream, and the next call is answered', async () => {
    const headers = { 'x-large': 'x'.repeat(SERVER_LIMITS.metadataBytesMax) };
    const answer = await ask({ headers });
    expect(answer.code).toBeUndefined();
    expect(answer.resetCode).toBeGreaterThan(0);
    await itStillAnswers();
  });
});

describe('an error', () => {
  const HEADERS_TAKEN = 8 * 1024;

  it('whose words do not fit is cut between characters', async () => {
    const answer = await ask({
      path: '/mesh.record.v1.RecordService/AwaitPublished',
      chunks: [framed(Buffer.alloc(0))],
    });
    expect(answer).toMatchObject({ code: status.ABORTED, reason: 'ODD' });
    expect(answer.message).toMatch(/^é+…$/);
    expect(answer.headerBytes).toBeLessThan(HEADERS_TAKEN);
  });

  it('with more bad fields than fit names the first and counts the others', async () => {
    const answer = await ask({
      path: '/mesh.record.v1.RecordService/GetRecordStatus',
      chunks: [framed(Buffer.alloc(0))],
    });
    expect(answer.violations[0]).toEqual(many[0]);
    const told = answer.violations.length - 1;
    expect(told).toBeGreaterThan(50);
    const rest = `and ${many.length - told} more bad field(s)`;
    expect(answer.violations.at(-1)).toEqual({ field: '', description: rest });
    expect(answer.headerBytes).toBeLessThan(HEADERS_TAKEN);
  });

  it('of an answer that cannot be encoded is INTERNAL with its reason', async () => {
    const answer = await ask({
      path: '/mesh.record.v1.RecordService/ScanShard',
      chunks: [framed(Buffer.alloc(0))],
    });
    expect(answer).toMatchObject({ code: status.INTERNAL, reason: 'UNEXPECTED' });
  });
});
