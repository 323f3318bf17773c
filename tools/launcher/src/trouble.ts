/** One kind of failure for people: what happened, to what, and what to do next. */

/** Exit codes of `./mesh`. 0 is success; codes are part of the command's contract. */
export const exitCode = {
  ok: 0,
  /** Something did not work: a component did not start, a check failed. */
  failed: 1,
  /** The command line or the environment asks for something that does not exist. */
  usage: 2,
  /** Another command is changing the same mesh. */
  busy: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export interface TroubleOptions {
  /** What the person can do now, as a sentence. */
  readonly advice: string;
  readonly exitCode?: ExitCode;
  /** Last lines of a log or the output of a tool, shown below the message. */
  readonly evidence?: string;
  readonly cause?: unknown;
}

/** An expected failure, told to a person; everything else that is thrown is a bug. */
export class Trouble extends Error {
  readonly advice: string;
  readonly exitCode: ExitCode;
  readonly evidence: string;

  constructor(message: string, options: TroubleOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Trouble';
    this.advice = options.advice;
    this.exitCode = options.exitCode ?? exitCode.failed;
    this.evidence = options.evidence ?? '';
  }
}

/** A log line may hold a whole stack; its beginning says what it is about. */
const lineMax = 300;

/** The text shown on stderr: message, evidence (indented), advice. */
export function troubleText(trouble: Trouble): string {
  const evidence = trouble.evidence
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `    ${line.length > lineMax ? `${line.slice(0, lineMax)} …` : line}\n`)
    .join('');
  return `error: ${trouble.message}\n${evidence}what to do: ${trouble.advice}\n`;
}
