// An authority and certificates of a test's own, made by openssl.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  certificate: Buffer;
  privateKey: Buffer;
}

export class TestAuthority {
  readonly #directory = mkdtempSync(join(tmpdir(), 'mesh-tls-'));
  readonly certificate: Buffer;
  #count = 0;

  constructor() {
    this.#openssl(
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      [
        ...['-nodes', '-days', '2', '-subj', '/CN=Test authority'],
        ...['-keyout', 'ca.key', '-out', 'ca.pem'],
      ],
    );
    this.certificate = this.#read('ca.pem');
  }

  /**
   * A certificate with a common name and, where given, alternative names such as "DNS:localhost".
   */
  issue(commonName: string, alternatives: readonly string[] = []): KeyPair {
    const name = `leaf-${++this.#count}`;
    const extensions = alternatives.length > 0 ? `subjectAltName=${alternatives.join(',')}\n` : '';
    writeFileSync(join(this.#directory, `${name}.ext`), extensions);
    this.#openssl(
      ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      [...['-subj', `/CN=${commonName}`, '-keyout', `${name}.key`, '-out', `${name}.csr`]],
    );
    this.#openssl(
      ['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key'],
      [...['-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`]],
    );
    return { certificate: this.#read(`${name}.pem`), privateKey: this.#read(`${name}.key`) };
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #read(file: string): Buffer {
    return readFileSync(join(this.#directory, file));
  }

  #openssl(first: readonly string[], rest: readonly string[]): void {
    execFileSync('openssl', [...first, ...rest], { cwd: this.#directory, stdio: 'ignore' });
  }
}
