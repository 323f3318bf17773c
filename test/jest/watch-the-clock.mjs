/**
 * A run that hangs must end by itself and say so: a build machine that waits for ever tells
 * nobody anything. The limit is far above an honest run, and the timer never keeps a process up.
 */

const runMsMax = 50 * 60_000;

export default function watchTheClock() {
  setTimeout(() => {
    process.stderr.write(
      `The test run is still going after ${runMsMax / 60_000} minutes: ended.\n`,
    );
    process.exit(1);
  }, runMsMax).unref();
}
