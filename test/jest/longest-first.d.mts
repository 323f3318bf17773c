/** What its own test uses of it. */
export default class LongestFirst {
  static readonly longest: readonly string[];
  sort<T>(tests: readonly T[]): T[];
}
