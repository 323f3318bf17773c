// Answers that are none, as errors for the caller.
import { failureOfRead, type ReadSubject, unanswerableRead } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import type { MemberAnswer } from '../app/answers.ts';

export function errorOf(
  answer: Exclude<MemberAnswer, { state: 'found' }>,
  subject: ReadSubject,
): MeshError {
  return new MeshError(failureOfRead(failedRead(answer), subject));
}

export function unanswerable(detail: string): MeshError {
  return new MeshError(unanswerableRead(detail));
}

function failedRead(
  answer: Exclude<MemberAnswer, { state: 'found' }>,
): Parameters<typeof failureOfRead>[0] {
  switch (answer.state) {
    case 'absent':
      return { kind: 'not-found' };
    case 'unavailable':
      return { kind: 'unavailable', detail: answer.detail };
    default:
      return { kind: answer.state };
  }
}
