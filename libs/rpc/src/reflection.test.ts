// People's tools ask a server what it serves, and get every file that they need to call it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

import { closeAll, serve } from '../test/peers.ts';

interface Answer {
  listServicesResponse?: { service: { name: string }[] };
  fileDescriptorResponse?: { fileDescriptorProto: Buffer[] };
  errorResponse?: { errorCode: number };
}

const packageFolder = dirname(createRequire(import.meta.url).resolve('@grpc/reflection'));
const packages = ['v1', 'v1alpha'].map((version) => {
  const file = join(packageFolder, `../proto/grpc/reflection/${version}/reflection.proto`);
  const loaded = loadSync(file, { keepCase: false, defaults: false });
  const name = `grpc.reflection.${version}.ServerReflection`;
  return [name, loadPackageDefinition({ [name]: loaded[name]! })] as const;
});

/** One answer for each question, in their order. */
async function ask(port: number, questions: object[], of: (typeof packages)[number]) {
  const [name, loaded] = of;
  const found = name.split('.').reduce<unknown>((at, part) => (at as never)[part], loaded);
  const client = new (found as ServiceClientConstructor)(
    `127.0.0.1:${port}`,
    credentials.createInsecure(),
  );
  const method = client['ServerReflectionInfo'] as () => AsyncIterable<Answer> & {
    write: (question: object) => void;
    end: () => void;
  };
  const stream = method.call(client);
  for (const question of questions) stream.write(question);
  stream.end();
  const answers: Answer[] = [];
  for await (const answer of stream) answers.push(answer);
  client.close();
  return answers;
}

afterEach(closeAll);

describe.each(packages)('%s', (...of) => {
  it('names the services that are served, and no others', async () => {
    const { port } = await serve({});
    const [answer] = await ask(port, [{ listServices: '*' }], of);
    const names = answer?.listServicesResponse?.service.map(({ name }) => name);
    expect(names?.sort()).toEqual(['grpc.health.v1.Health', 'mesh.record.v1.RecordService']);
  });

  it('gives the files of a service, of a message and of what they import', async () => {
    const { port } = await serve({});
    const symbols = ['mesh.record.v1.RecordService', 'member.v1.Member', 'no.such.Thing'];
    const questions = symbols.map((fileContainingSymbol) => ({ fileContainingSymbol }));
    const answers = await ask(port, questions, of);
    const files = answers.map(({ fileDescriptorResponse }) => {
      return fileDescriptorResponse?.fileDescriptorProto.map((file) => file.toString('latin1'));
    });
    const has = (at: number, word: string) => files[at]?.some((file) => file.includes(word));
    const words = ['RecordService', 'MemberStatus', 'Timestamp'];
    expect(words.map((word) => has(0, word))).toEqual([true, true, true]);
    expect(words.map((word) => has(1, word))).toEqual([false, true, true]);
    expect([files[2], answers[2]?.errorResponse?.errorCode]).toEqual([undefined, 5]);
  });
});
