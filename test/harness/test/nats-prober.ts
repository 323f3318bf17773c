// Asks a NATS server what an account may do, by its own protocol: a client library would tell of a
// refusal only as an answer that never came.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export interface NatsLogin {
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

export interface Subjects {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const timeoutMs = 10_000;
const refusal = /^-ERR 'Permissions Violation for (?:Publish|Subscription) to "(.*)"'$/;

/** Those of the subjects that the server refuses to the account. */
export async function refusedSubjects(login: NatsLogin, subjects: Subjects): Promise<string[]> {
  const [host = '', port] = login.address.split(':');
  const socket = connect(Number(port), host);
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('NATS did not answer in time')));
  await once(socket, 'connect');
  const { user, password: pass } = login;
  const publish = subjects.publish.map((subject) => `PUB ${subject} 0\r\n\r\n`);
  const subscribe = subjects.subscribe.map((subject, n) => `SUB ${subject} ${n + 1}\r\n`);
  const hello = JSON.stringify({ verbose: false, pedantic: false, user, pass });
  socket.write([`CONNECT ${hello}\r\n`, ...publish, ...subscribe, 'PING\r\n'].join(''));
  const refused: string[] = [];
  // Answers come in the order of what they answer.
  for await (const line of createInterface({ input: socket })) {
    const [, subject] = refusal.exec(line) ?? [];
    if (subject !== undefined) refused.push(subject);
    else if (line.startsWith('-ERR')) throw new Error(line);
    else if (line === 'PONG') break;
  }
  socket.destroy();
  return refused;
}
