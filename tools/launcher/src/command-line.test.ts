// The command line: what is understood, and how a mistake is told.
import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.ts';
import { exitCode, Trouble } from './trouble.ts';

const up = {
  name: 'up',
  profile: undefined,
  docker: false,
  tls: false,
  mysql: undefined,
  sampleMembers: 50_000,
};

describe('the command line', () => {
  it.each([
    [['up'], up],
    [['up', '--profile', 'small'], { ...up, profile: 'small' }],
    [['up', '--tls'], { ...up, tls: true }],
    [['up', '--docker', '--sample', '0'], { ...up, docker: true, sampleMembers: 0 }],
    [['up', '--sample=2000'], { ...up, sampleMembers: 2_000 }],
    [['up', '--mysql', 'mysql'], { ...up, mysql: 'mysql' }],
    [['down'], { name: 'down', wipe: false }],
    [['down', '--wipe'], { name: 'down', wipe: true }],
    [['status'], { name: 'status', output: 'table' }],
    [['status', '--output', 'json'], { name: 'status', output: 'json' }],
    [['logs', 'nats-1', '-f'], { name: 'logs', component: 'nats-1', follow: true }],
    [['kill', 'mysql-0-a1'], { name: 'kill', component: 'mysql-0-a1' }],
    [['test', 'types', 'unit'], { name: 'test', only: ['types', 'unit'], mysql: false }],
    [['test', '--mysql', 'unit'], { name: 'test', only: ['unit'], mysql: true }],
    [['--home', 'h', 'test', '--mysql'], { name: 'test', only: [], mysql: true }],
    [[], { name: 'help' }],
    [['up', '--help'], { name: 'help' }],
  ])('understands %j', (args, command) => {
    expect(parseCommandLine(args).command).toEqual(command);
  });

  it('hands everything after ctl on untouched', () => {
    const args = ['--home', '/srv/x', 'ctl', 'members', 'import', 'f', '--errors-max', '3', 'down'];
    expect(parseCommandLine(args)).toEqual({
      home: '/srv/x',
      command: { name: 'ctl', args: ['members', 'import', 'f', '--errors-max', '3', 'down'] },
    });
  });

  it('hands everything after bench on untouched', () => {
    expect(parseCommandLine(['bench', 'index', '--quick', '--output', 'json']).command).toEqual({
      name: 'bench',
      args: ['index', '--quick', '--output', 'json'],
    });
    expect(parseCommandLine(['bench']).command).toEqual({ name: 'bench', args: [] });
  });

  it.each([
    [['upp'], 'there is no command "upp"'],
    [['up', '--mysql', 'oracle'], '--mysql is mariadb or mysql, not "oracle"'],
    [['up', '--mysql'], "Option '--mysql <value>' argument missing"],
    [['down', '--mysql', 'mysql'], 'down takes no option --mysql'],
    [['up', '--sample', 'all'], '--sample is a number from 0 to 1000000, not "all"'],
    [['up', '--profile', 'tiny'], '--profile is full or small, not "tiny"'],
    [['down', '--docker'], 'down takes no option --docker'],
    [['kill'], 'kill takes the name of one component'],
    [['kill', 'a', 'b'], 'kill takes the name of one component'],
    [['status', 'nats-1'], 'status takes no name: "nats-1"'],
    [['up', '--what'], "Unknown option '--what'"],
  ])('refuses %j with a sentence and the code for wrong usage', (args, message) => {
    let caught: unknown;
    try {
      parseCommandLine(args);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Trouble);
    expect((caught as Trouble).message).toContain(message);
    expect((caught as Trouble).exitCode).toBe(exitCode.usage);
    expect((caught as Trouble).advice).not.toBe('');
  });
});
