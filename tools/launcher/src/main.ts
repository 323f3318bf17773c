// Reads the command line and hands over to the command; every expected failure is told here.
import { readConfig } from './config.ts';
import { runCommand } from './commands/run.ts';
import { exitCode, Trouble, troubleText } from './trouble.ts';

try {
  process.exitCode = await runCommand(readConfig(process.argv.slice(2), process.env));
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  process.stderr.write(troubleText(error));
  process.exitCode = error.exitCode === exitCode.ok ? exitCode.failed : error.exitCode;
}
