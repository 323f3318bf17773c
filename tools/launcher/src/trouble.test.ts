// How failures are told to people.
import { describe, expect, it } from '@jest/globals';
import { exitCode, Trouble, troubleText } from './trouble.ts';

describe('a failure', () => {
  it('says what happened, shows what was found, and says what to do', () => {
    const trouble = new Trouble('es-order-a did not start', {
      advice: 'read its log',
      evidence: 'first\n\nsecond',
    });
    expect(troubleText(trouble)).toBe(
      'error: es-order-a did not start\n    first\n    second\nwhat to do: read its log\n',
    );
  });

  it('ends the command with 1 unless it says otherwise', () => {
    expect(new Trouble('x', { advice: 'y' }).exitCode).toBe(exitCode.failed);
    expect(new Trouble('x', { advice: 'y', exitCode: exitCode.busy }).exitCode).toBe(3);
  });
});
