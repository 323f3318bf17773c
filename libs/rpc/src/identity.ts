// Who is calling inside the mesh: the certificate where TLS is on with client certificates, else a
// token of its own for each service process, of which peers hold the hash.
import { createHash, timingSafeEqual } from 'node:crypto';

import type { Metadata } from '@grpc/grpc-js';

/** Names the kind of service that a process is, and proves it. */
export interface Identity {
  kind: string;
  token: string;
}

export type Peers = Readonly<Record<string, readonly string[]>>;

const KIND_KEY = 'x-mesh-kind';
const TOKEN_KEY = 'x-mesh-token';

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Puts the process' identity into the metadata of an outgoing call. */
export function proveIdentity(metadata: Metadata, identity: Identity): void {
  metadata.set(KIND_KEY, identity.kind);
  metadata.set(TOKEN_KEY, identity.token);
}

export interface CertificateSubject {
  subjectaltname?: string | undefined;
  subject?: { CN?: string | string[] } | undefined;
}

/** The names that a certificate speaks for: its DNS and URI names, else its common name. */
export function certificateNames(certificate: CertificateSubject): string[] {
  const alternatives = (certificate.subjectaltname ?? '')
    .split(/,\s*/)
    .filter((name) => /^(DNS|URI):/.test(name))
    .map((name) => name.replace(/^(DNS|URI):/, ''));
  if (alternatives.length > 0) return alternatives;
  const common = certificate.subject?.CN;
  return common === undefined ? [] : [common].flat();
}

/**
 * The kind of service that a call comes from, or undefined when nothing proves one. A certificate's
 * name is the kind itself or begins with it, such as "member-write.mesh.internal".
 */
export function identifyPeer(
  metadata: Metadata,
  peers: Peers,
  certificate: CertificateSubject | undefined,
): string | undefined {
  if (certificate) {
    const names = certificateNames(certificate).map((name) => name.split('.')[0] ?? '');
    return names.find((name) => Object.hasOwn(peers, name));
  }
  const kind = String(metadata.get(KIND_KEY)[0] ?? '');
  const token = String(metadata.get(TOKEN_KEY)[0] ?? '');
  const hashes = Object.hasOwn(peers, kind) ? (peers[kind] ?? []) : [];
  const given = Buffer.from(sha256Hex(token), 'hex');
  let proven = false;
  for (const hash of hashes) {
    if (timingSafeEqual(given, Buffer.from(hash, 'hex'))) proven = true;
  }
  return proven ? kind : undefined;
}
