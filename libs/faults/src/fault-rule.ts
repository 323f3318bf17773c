// What a test wants to happen at a point, in words: "after-commit:kill", "before-fill:hold",
// "before-commit:delay:500", "*:jitter:50:0.3".

export type FaultAction =
  /** The process is gone, the first time that the point is reached. */
  | { kind: 'kill' }
  /** The process hangs until somebody continues it, the first time. */
  | { kind: 'stop' }
  /** The step takes that much longer, the first time. */
  | { kind: 'delay'; ms: number }
  /** With this chance the step takes up to that much longer, every time. */
  | { kind: 'jitter'; msMax: number; chance: number }
  /** Whoever comes waits until the rules are changed. */
  | { kind: 'hold' };

export interface FaultRule {
  point: string;
  action: FaultAction;
}

export const EVERY_POINT = '*';

/** Comma separated rules; throws an Error that says what is wrong. */
export function parseFaultRules(text: string, points: readonly string[]): FaultRule[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => parseRule(part, points));
}

function parseRule(text: string, points: readonly string[]): FaultRule {
  const [point = '', ...words] = text.split(':');
  if (point !== EVERY_POINT && !points.includes(point)) {
    throw new Error(`there is no point "${point}"; there are ${points.join(', ')}`);
  }
  const action = parseAction(words);
  if (action) return { point, action };
  const known = 'kill, stop, hold, delay:MS or jitter:MS_MAX:CHANCE';
  throw new Error(`"${text}" must be POINT: and ${known}`);
}

function parseAction([kind, ms = '', chance = '', more]: readonly string[]):
  FaultAction | undefined {
  if (more !== undefined) return undefined;
  const hasMs = /^\d{1,6}$/.test(ms);
  switch (kind) {
    case 'kill':
    case 'stop':
    case 'hold':
      return ms === '' ? { kind } : undefined;
    case 'delay':
      return hasMs && chance === '' ? { kind, ms: Number(ms) } : undefined;
    case 'jitter': {
      const hasChance = /^(?:0?\.\d{1,6}|1)$/.test(chance);
      return hasMs && hasChance ? { kind, msMax: Number(ms), chance: Number(chance) } : undefined;
    }
    default:
      return undefined;
  }
}
