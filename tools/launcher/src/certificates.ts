/**
 * Certificates of one mesh with TLS: a development authority of its own, and a key pair for each
 * that calls or is called, made by openssl. What exists stays.
 */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientTlsConfig } from '@member-mesh/config';
import { systemRandom } from '@member-mesh/kernel';
import { developmentCallers } from './callers.ts';
import { writePrivateFile } from './files.ts';
import type { Layout } from './layout.ts';
import { mustRun } from './process/run.ts';
import type { Site } from './site.ts';
import { missingToolAdvice, programPath } from './tools.ts';
import type { MeshState } from './state.ts';
import { isService } from './topology.ts';
import type { Component } from './topology.ts';

const daysValid = 3650;
const serialBytes = 16;
const authorityName = 'ca';
/** Without a configuration of our own openssl would add what the machine's says. */
const configuration = '[req]\ndistinguished_name = none\n[none]\n';
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

const authorityExtensions = [
  'basicConstraints=critical,CA:TRUE,pathlen:0',
  'keyUsage=critical,keyCertSign,cRLSign',
];
const ownerExtensions = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=serverAuth,clientAuth',
];

export interface PairFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Where the pair of an owner lies: a service by its name, a caller, or meshctl. */
export function pairFiles(layout: Layout, owner: string): PairFiles {
  const directory = join(layout.keys, 'tls');
  return {
    certificate: join(directory, `${owner}.pem`),
    privateKey: join(directory, `${owner}.key`),
  };
}

/** The certificate that all others are checked against. */
export function authorityFile(layout: Layout): string {
  return pairFiles(layout, authorityName).certificate;
}

/**
 * The names in each owner's certificate, the one that says who it is first. A service is its kind
 * to other services, and found at the loopback address.
 */
function namesOf(components: readonly Component[]): Map<string, readonly string[]> {
  const services = components
    .filter(isService)
    .map(
      ({ name, kind }) =>
        [name, [`DNS:${kind}`, 'DNS:localhost', 'IP:127.0.0.1']] as [string, string[]],
    );
  const callers = developmentCallers.map(
    ({ name }) => [name, [`DNS:${name}`]] as [string, string[]],
  );
  // To a gateway meshctl is the caller whose key it shows; to other services it is itself.
  return new Map([...services, ...callers, ['meshctl', ['DNS:ops-console', 'DNS:meshctl']]]);
}

/** Makes what is missing. */
export async function makeCertificates(site: Site): Promise<void> {
  const directory = join(site.layout.keys, 'tls');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writePrivateFile(join(directory, 'openssl.cnf'), configuration);
  await makePair(site, authorityName, { extensions: authorityExtensions, signed: [] });
  const authority = pairFiles(site.layout, authorityName);
  const signed = ['-CA', authority.certificate, '-CAkey', authority.privateKey];
  const owners = [...namesOf(site.components)].map(async ([owner, names]) => {
    const extensions = [...ownerExtensions, `subjectAltName=${names.join(',')}`];
    await makePair(site, owner, { extensions, signed });
  });
  await Promise.all(owners);
}

/** The certificate is put in its place last: where there is one, the pair is complete. */
async function makePair(
  site: Site,
  owner: string,
  { extensions, signed }: { extensions: readonly string[]; signed: readonly string[] },
): Promise<void> {
  const { certificate, privateKey } = pairFiles(site.layout, owner);
  if (existsSync(certificate)) return;
  const serial = `0x${systemRandom.bytes(serialBytes).toString('hex')}`;
  const openssl = programPath(site.tools, ['openssl'], missingToolAdvice);
  const request = ['req', '-x509', '-config', join(site.layout.keys, 'tls', 'openssl.cnf')];
  const content = ['-subj', `/CN=${owner}`, '-days', String(daysValid), '-set_serial', serial];
  const files = ['-keyout', `${privateKey}.tmp`, '-out', `${certificate}.tmp`];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  await mustRun(openssl, [...request, ...newKey, ...content, ...signed, ...added, ...files], {
    advice: 'OpenSSL 3.0 or later is needed: see openssl version',
  });
  renameSync(`${privateKey}.tmp`, privateKey);
  renameSync(`${certificate}.tmp`, certificate);
}

/** How this owner calls the services of the mesh; undefined where they have no TLS. */
export function clientTls(site: Site, owner: string): ClientTlsConfig | undefined {
  if (site.state().tls !== true) return undefined;
  const { certificate, privateKey } = pairFiles(site.layout, owner);
  return {
    authority: readFileSync(authorityFile(site.layout)),
    certificate: readFileSync(certificate),
    privateKey: readFileSync(privateKey),
  };
}

/** Where meshctl finds the mesh, and what it shows to services that have TLS. */
export function meshctlEnvironment(
  layout: Layout,
  state: MeshState | undefined,
): Record<string, string> {
  const found = { MESH_STATE_FILE: layout.stateFile };
  if (state?.tls !== true) return found;
  const { certificate, privateKey } = pairFiles(layout, 'meshctl');
  return {
    ...found,
    MESHCTL_TLS_CA_FILE: authorityFile(layout),
    MESHCTL_TLS_CERT_FILE: certificate,
    MESHCTL_TLS_KEY_FILE: privateKey,
  };
}
