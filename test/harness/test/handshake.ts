// Whether a server greets a client with the first frame of HTTP/2, or ends the connection before.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectInTheClear } from 'node:net';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { promisify } from 'node:util';
import type { ClientTlsConfig } from '@member-mesh/config';

export type ShownTls = Pick<ClientTlsConfig, 'authority'> & Partial<ClientTlsConfig>;

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const [frameTypeAt, settingsType] = [3, 4];

/** Resolves by what the server does, however long that takes it. */
export async function greetingOf(
  address: string,
  tls: ShownTls | undefined,
): Promise<'greeted' | 'refused'> {
  const [host, port] = address.split(':');
  const target = { host, port: Number(port) };
  const socket =
    tls === undefined
      ? connectInTheClear(target)
      : connectSecurely({
          ...target,
          ...{ ca: tls.authority, cert: tls.certificate, key: tls.privateKey },
          ALPNProtocols: ['h2'],
        });
  socket.write(preface);
  socket.write(emptySettings);
  try {
    return await new Promise((resolve) => {
      socket.once('data', (first) => {
        resolve(first[frameTypeAt] === settingsType ? 'greeted' : 'refused');
      });
      socket.on('error', () => resolve('refused'));
      socket.once('close', () => resolve('refused'));
    });
  } finally {
    socket.destroy();
  }
}

/** A certificate with this name that an authority of its own has signed: itself. */
export async function foreignPair(
  directory: string,
  name: string,
): Promise<Pick<ClientTlsConfig, 'certificate' | 'privateKey'>> {
  const [certificate, privateKey] = [join(directory, 'pair.pem'), join(directory, 'pair.key')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ...['-keyout', privateKey, '-out', certificate],
  ]);
  return { certificate: readFileSync(certificate), privateKey: readFileSync(privateKey) };
}
