import { loadContracts } from '@member-mesh/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runInProcess } from '../../test/meshctl-run.ts';
import { type MeshServer, OPERATOR_KEY, startMeshServer } from '../../test/mesh-server.ts';
import { RuleDoor } from '../../test/rule-door.ts';
import { TemporaryFolder } from '../../test/temporary-folder.ts';
import { readRuleFile } from '../rules/read-rule-file.ts';
import { ruleForm } from '../rules/rule-form.ts';

const form = ruleForm(loadContracts());
const TWO = `rules:
  - rule_id: marketing
    flow: { resource: "class:marketing", threshold: 500, window: 1s }
  - rule_id: shut
    mode: SHADOW
    access: { resource: "*", deny: [marketing-service] }
`;

describe('rule sets in meshctl', () => {
  let folder: TemporaryFolder;
  let server: MeshServer;
  const door = new RuleDoor();
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    server = await startMeshServer({ flowControl: door.handlers() });
    env = {
      MESHCTL_FLOW_CONTROL: server.address,
      MESHCTL_OPERATOR_KEY_FILE: await folder.write('operator.key', OPERATOR_KEY),
    };
  });

  beforeEach(() => {
    door.reset(readRuleFile(TWO, form).rules);
  });

  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  function run(args: string, input = '') {
    return runInProcess(args.split(' '), { env, input });
  }

  it('shows field by field what changes, and puts the file in the place of what is stored', async () => {
    const wanted = TWO.replace('500', '400').replace('shut', 'other').replace('SHADOW', 'OFF');
    const file = await folder.write('wanted.yaml', wanted);
    const tried = await run(`rules apply -f ${file} --dry-run`);
    expect(tried).toMatchObject({ code: 0, stderr: '' });
    expect(tried.stdout).toBe(
      [
        '~ marketing changed',
        '    flow.threshold  500 → 400',
        '+ other created',
        '    mode             OFF',
        '    access.resource  *',
        '    access.deny      marketing-service',
        '- shut deleted',
        '    mode             SHADOW',
        '    access.resource  *',
        '    access.deny      marketing-service',
        '1 created, 1 changed, 1 deleted; nothing is stored',
        '',
      ].join('\n'),
    );
    expect(door.revision).toBe(1);
    const done = await run(`rules apply -f ${file}`);
    expect(done.stdout).toContain('1 deleted; 2 rules are stored (revision 2)\n');
    expect(door.rules.map(({ ruleId }) => ruleId)).toEqual(['marketing', 'other']);
    expect((await run(`rules apply -f ${file}`)).stdout).toBe(
      'nothing changes: 2 rules (revision 2)\n',
    );
  });

  it('gives changes as JSON', async () => {
    const { code, stdout } = await run('rules apply -f - --output json', TWO.replace('500', '1'));
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        ...{ stored: true, rules: 2, revision: 2, etag: 'set-2' },
        changes: [
          {
            ...{ rule_id: 'marketing', change: 'changed' },
            fields: [{ field: 'flow.threshold', before: '500', after: '1' }],
          },
        ],
      },
    ]);
  });

  it('tells faults of the file and those that flow-control found by the lines of the file', async () => {
    const file = await folder.write('bad.yaml', TWO.replace('SHADOW', 'shadow'));
    const form_ = await run(`rules apply -f ${file}`);
    expect(form_).toMatchObject({ code: 2, stdout: '' });
    expect(form_.stderr).toContain(`${file}:5:11: rules[1].mode must be ENFORCE or SHADOW or OFF`);
    const found = await run('rules apply -f -', TWO.replace('500', '0'));
    expect(found.code).toBe(2);
    expect(found.stderr).toContain('stdin:3:42: rules[0].flow.threshold must be above 0');
    expect(door.revision).toBe(1);
  });

  it('takes more than half of the rules away only when that is said', async () => {
    const refused = await run('rules apply -f -', 'rules: []');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('- shut deleted');
    expect(refused.stderr).toContain('this deletes 2 of the 2 rules');
    expect(door.rules.length).toBe(2);
    expect((await run('rules apply -f - --yes', 'rules: []')).code).toBe(0);
    expect(door.rules).toEqual([]);
  });

  it('stores nothing when somebody changed the rules in between, or the etag is another', async () => {
    const stale = await run('rules apply -f - --etag set-0', TWO.replace('500', '1'));
    expect(stale.code).toBe(1);
    door.meanwhile = () => door.revision++;
    const raced = await run('rules apply -f -', TWO.replace('500', '1'));
    expect(raced.code).toBe(1);
    expect(raced.stderr).toContain('somebody changed them, and nothing was stored');
    expect(door.rules[0]?.flow?.threshold).toBe(500);
  });

  it('says when the answer to a change is lost, and never sends the change twice', async () => {
    door.losesAnswer = true;
    const lost = await run('rules apply -f -', TWO.replace('500', '1'));
    expect(lost.code).toBe(5);
    expect(lost.stderr).toContain('the answer was lost');
    expect(door.revision).toBe(2);
    expect((await run('rules apply -f -', TWO.replace('500', '1'))).stdout).toContain(
      'nothing changes',
    );
  });

  it('prints the stored rules as a file that changes nothing when it is applied', async () => {
    const got = await run('rules get');
    expect(got.stdout).toMatch(/^# Revision 1, etag set-1\.\nrules:\n {2}- rule_id: marketing\n/);
    expect((await run('rules apply -f -', got.stdout)).stdout).toContain('nothing changes');
    const one = await run('rules get shut');
    expect(one.stdout).toContain('# Applied as it is, this deletes the 1 other rules.\n');
    expect(one.stdout).not.toContain('marketing\n');
    expect((await run('rules get nothing')).code).toBe(3);
    const json = JSON.parse((await run('rules get --output json')).stdout) as object;
    expect(json).toMatchObject({
      rules: [{ rule_id: 'marketing', flow: { window: '1s' } }, { mode: 'SHADOW' }],
      etag: 'set-1',
    });
  });

  it('tells the history page by page, each revision once, and rolls back to one', async () => {
    await run('rules apply -f -', TWO.replace('500', '1').replace('SHADOW', 'OFF'));
    const shown = await run('rules history');
    expect(shown.stdout).toBe(
      [
        'revision 2  2023-11-14T22:13:20.000Z  ops-console',
        '~ marketing changed',
        '    flow.threshold  500 → 1',
        '~ shut changed',
        '    mode  SHADOW → OFF',
        '',
      ].join('\n'),
    );
    const one = await run('rules history shut --output json');
    expect(JSON.parse(one.stdout)).toMatchObject({
      changes: [{ revision: 2, changed_by: 'ops-console', rule_id: 'shut', change: 'changed' }],
    });
    expect((await run('rules history --limit 1')).stdout).not.toContain('shut');
    expect((await run('rules rollback 1')).code).toBe(2);
    const back = await run('rules rollback 1 --yes');
    expect(back.stdout).toContain('2 deleted; 0 rules are stored (revision 3)');
    expect((await run('rules rollback 9')).code).toBe(3);
  });

  it.each([
    ['rules apply', "required option '-f, --file <file>'"],
    ['rules apply -f /nonexistent.yaml', 'there is no such file'],
    ['rules rollback x', 'a whole number'],
    ['rules history --limit 0', 'a whole number'],
  ])('%s does nothing and says why', async (args, message) => {
    const ended = await run(args);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toContain(message);
    expect(ended.stdout).toBe('');
  });
});
