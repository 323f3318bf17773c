/**
 * The order of test files: those that take minutes begin first, so that they run beside all the
 * others and not alone at the end. Jest's own order needs the times of an earlier run, which a
 * fresh clone has not, and else goes by the size of files, which tells little.
 */

export default class LongestFirst {
  /** Files that take longer than a minute, the longest first. */
  static longest = [
    'services/member-write/test/crash-points.itest.ts',
    'services/sync-worker/test/faults.itest.ts',
  ];

  sort(tests) {
    const { longest } = LongestFirst;
    const rank = ({ path, context }) => {
      const at = longest.findIndex((file) => path === `${context.config.rootDir}/${file}`);
      return at === -1 ? longest.length : at;
    };
    const size = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    return [...tests].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  }

  allFailedTests() {
    throw new Error('which tests failed is not kept: name the files to run again');
  }

  shard(tests) {
    return tests;
  }

  cacheResults() {
    // Times of an earlier run decide nothing here.
  }
}
