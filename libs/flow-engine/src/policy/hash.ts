// Hashes that are the same in every process and cheap enough for every call. They spread, they do
// not protect: the seed keeps strangers from choosing values that meet.

const LOW_BITS = 21;

/** 53 bits of a text as two lanes; kept apart so that more can be mixed in without allocation. */
export class TextHash {
  high = 0;
  low = 0;

  /** Replaces the lanes by those of `text`. */
  of(text: string, seed: number): this {
    let high = 0x9e3779b9 ^ seed;
    let low = 0x85ebca6b + seed;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x85ebca77);
      low = Math.imul(low ^ unit, 0xc2b2ae3d);
    }
    this.high = high ^ (low >>> 15);
    this.low = low ^ (high >>> 13);
    return this;
  }

  /** A whole number below 2^53 of this text under `salt`. Never 0. */
  salted(salt: number): number {
    return joined(this.high ^ salt, this.low + salt);
  }
}

/** The two lanes finished and made one number from 1 to 2^53 - 1. */
function joined(first: number, second: number): number {
  let high = Math.imul(first ^ (first >>> 16), 0x7feb352d);
  let low = Math.imul(second ^ (second >>> 15), 0x846ca68b);
  high ^= low >>> 13;
  low ^= Math.imul(high, 0x9e3779b1);
  const whole = (high >>> 0) * 2 ** LOW_BITS + (low >>> (32 - LOW_BITS));
  return whole === 0 ? 1 : whole;
}

const once = new TextHash();

/** 32 bits of a text, for what is worked out once and kept. */
export function hash32(text: string): number {
  return once.of(text, 0).salted(0) % 2 ** 32;
}

/** Whether this caller is among the percent of callers: always the same ones for a rule. */
export function isPicked(ruleId: string, caller: string, percent: number): boolean {
  return hash32(`${ruleId}\n${caller}`) % 100 < percent;
}
