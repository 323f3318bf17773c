// JSON logs to standard output. An event has a name and fields; keys, phones, e-mails and whole
// messages are never among them.
import { type Logger, pino } from 'pino';

export type { Logger };

const SECRET_FIELDS = ['authorization', 'token', 'password', 'key', 'phone', 'email'];

/**
 * Resolves when every line is written. An exit that does not wait for it writes the last lines
 * before the ones that are under way.
 */
export function flushLogger(logger: Logger): Promise<void> {
  return new Promise((resolve) => logger.flush(() => resolve()));
}

export interface LoggerOptions {
  service: string;
  name: string;
  center: string;
  level: string;
}

export function createLogger({ service, name, center, level }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, name, center },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      censor: '[redacted]',
    },
  };
  // Not synchronous: whoever reads the logs may hang. With a least length of 0, a flush would not
  // wait for the write that is under way.
  return pino(options, pino.destination({ dest: 1, sync: false, minLength: 1 }));
}
