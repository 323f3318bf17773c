/** The only file of the harness that reads the environment. */

export interface HarnessConfig {
  readonly path: string;
  /** Replaces the folder of fetched programs. */
  readonly toolsDirectory: string | undefined;
  readonly mysqld: string | undefined;
  /** Whether tests of a database must run on MySQL too, also those that take long. */
  readonly mysqlDemanded: boolean;
  /** Keeps the folder of a mesh after `close`, for looking into its logs. */
  readonly keep: boolean;
  /** Runs stores as containers. */
  readonly containers: boolean;
  /** A file that describes stores which run already. */
  readonly storesFile: string | undefined;
}

export function readHarnessConfig(env: NodeJS.ProcessEnv = process.env): HarnessConfig {
  return {
    path: env['PATH'] ?? '',
    toolsDirectory: env['MESH_TOOLS_DIR'],
    mysqld: env['MESH_MYSQLD'],
    mysqlDemanded: env['MESH_TEST_MYSQL'] === 'on',
    keep: env['MESH_TEST_KEEP'] === '1',
    containers: env['MESH_TEST_BACKEND'] === 'containers',
    storesFile: env['MESH_TEST_STORES'],
  };
}
