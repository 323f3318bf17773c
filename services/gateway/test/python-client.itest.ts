// A caller in another language, with code made from the protos by that language's tools, uses every
// method.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, describe, expect, it } from '@jest/globals';

import { TestAuthority } from './certificates.ts';
import { startGateway, until } from './gateway-under-test.ts';
import { MemoryMembers } from './memory-members.ts';
import { KEYS, POLICY, startPeer, streamingPolicy } from './peers.ts';

const CHECK = fileURLToPath(
  new URL('../../../test/clients/python/client_check.py', import.meta.url),
);
// Some dozens of checks: a run that stopped early must not count.
const ALL_PASSED = /^\d{2,} passed, 0 failed\n$/;
const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function checkWithPython(overrides: Parameters<typeof startGateway>[1], ca?: Buffer) {
  const members = new MemoryMembers();
  const peer = await startPeer({
    memberRead: members.reads,
    memberQuery: members.query,
    memberWrite: members.write,
    flowControl: streamingPolicy(POLICY),
  });
  const behind = { memberQuery: [peer.port], memberWrite: [peer.port], flowControl: [peer.port] };
  const gateway = await startGateway(behind, overrides);
  const directory = await mkdtemp(join(tmpdir(), 'mesh-python-'));
  open.push(peer.close, gateway.close, () => rm(directory, { recursive: true }));
  await until('a policy', () => gateway.health.get('') === 'SERVING');
  const [keyFile, caFile] = [join(directory, 'key'), join(directory, 'ca.pem')];
  await writeFile(keyFile, KEYS.orderService);
  if (ca) await writeFile(caFile, ca);
  const args = [CHECK, `localhost:${gateway.port}`, '--key-file', keyFile];
  const { stdout } = await promisify(execFile)(
    '/usr/bin/python3',
    ca ? [...args, '--ca', caFile] : args,
  );
  return stdout;
}

describe("a client made by Python's gRPC tools", () => {
  it('uses every method with a key and understands every error', async () => {
    expect(await checkWithPython({})).toMatch(ALL_PASSED);
  });

  it('does so over TLS', async () => {
    const authority = new TestAuthority();
    open.push(() => authority.close());
    const pair = authority.issue('gateway', ['DNS:localhost']);
    const output = await checkWithPython(
      { tls: { ...pair, clientAuthority: undefined } },
      authority.certificate,
    );
    expect(output).toMatch(ALL_PASSED);
  });
});
