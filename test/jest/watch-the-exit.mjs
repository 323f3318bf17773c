/**
 * After the last test nothing may hold the runner open. Jest prints a hint and waits for ever;
 * here the run fails, naming what is still open.
 */

const exitMsMax = 10_000;

export default function watchTheExit() {
  setTimeout(() => {
    const open = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`The test runner does not end; still open: ${open}\n`);
    process.exit(1);
  }, exitMsMax).unref();
}
