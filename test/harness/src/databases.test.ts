// When a suite runs on MySQL as well.
import { describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, runsOnMysql } from './databases.ts';

const config = {
  path: '/nowhere',
  toolsDirectory: '/nowhere',
  mysqld: '/nowhere/mysqld',
  mysqlDemanded: false,
  keep: false,
  containers: false,
  storesFile: undefined,
};
const demanded = { ...config, mysqlDemanded: true };

describe('a suite', () => {
  it.each([
    ['runs on MySQL where that is demanded, there or not', demanded, 'present', true],
    ['that takes long does so too', demanded, 'asked', true],
    ['does not run on a MySQL that is missing', config, 'present', false],
    ['that takes long does not run on MySQL unless told', config, 'asked', false],
    ['in containers has MariaDB only', { ...config, containers: true }, 'present', false],
  ] as const)('%s', (_, given, mysql, expected) => {
    expect(runsOnMysql(given, { mysql })).toBe(expected);
  });

  it('is described for both databases, so that what does not run is counted', () => {
    const titles: string[] = [];
    const note = (title: string): void => {
      titles.push(title);
    };
    const describeNoting = Object.assign(note, { skip: note });
    describeOnEachDatabase(describeNoting, { mysql: 'asked' }, () => undefined);
    expect(titles).toEqual(['on MariaDB', 'on MySQL']);
  });
});
