// Where a command's words go: data to stdout, in the form that was asked for, and everything else
// to stderr, so that the data can be piped while a person watches.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { ProgressLine } from './progress-line.ts';
import { type Json, presentable } from './presentable.ts';
import type { ToldFailure } from '../failure.ts';
import type { Clock } from '@member-mesh/kernel';

export const OUTPUT_FORMS = ['table', 'json'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

export interface Streams {
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean; columns?: number };
}

export class Output {
  readonly form: OutputForm;
  readonly progress: ProgressLine;
  readonly #streams: Streams;

  constructor(streams: Streams, form: OutputForm, clock: Clock) {
    this.#streams = streams;
    this.form = form;
    this.progress = new ProgressLine(streams.stderr, clock);
  }

  /** The command's answer: the value itself as JSON, or what `render` makes of it for people. */
  async answer<T>(value: T, render: (value: T) => string): Promise<void> {
    this.progress.clear();
    const text =
      this.form === 'json'
        ? `${JSON.stringify(presentable(value), undefined, 2)}\n`
        : render(value);
    await this.raw(text);
  }

  /** One of many answers: JSON on one line, so that a stream of them can be read as it comes. */
  async item<T>(value: T, render: (value: T) => string): Promise<void> {
    this.progress.clear();
    const json: Json = presentable(value);
    await this.raw(this.form === 'json' ? `${JSON.stringify(json)}\n` : render(value));
  }

  /** Text as it is, waiting for a reader that is slow. */
  async raw(text: string): Promise<void> {
    const { stdout } = this.#streams;
    if (!stdout.write(Buffer.from(text))) await once(stdout, 'drain');
  }

  /** A line for whoever watches. */
  note(text: string): void {
    this.progress.note(text);
  }

  fail({ reason, message }: ToldFailure): void {
    this.progress.clear();
    const text =
      this.form === 'json' ? JSON.stringify({ error: { reason, message } }) : `meshctl: ${message}`;
    this.#streams.stderr.write(`${text}\n`);
  }
}
