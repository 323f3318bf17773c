// Runs proto-loader's own generator, so that the types say what proto-loader makes of a message.
// Its options must equal those that libs/contracts loads the protos with.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const generatorMsMax = 60_000;

const options = [
  '--longs=Number',
  '--enums=String',
  '--defaults',
  '--oneofs',
  '--grpcLib=@grpc/grpc-js',
  '--targetFileExtension=.ts',
  '--importFileExtension=.ts',
  '--includeComments',
];

/** Text of each file by its path below the folder, with `/` between parts. */
export type FileTree = ReadonlyMap<string, string>;

/** Every file below `folder` with that ending, sorted by path. An absent folder is empty. */
export async function readTree(folder: string, extension: string): Promise<FileTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return new Map(
    paths.map((path, at) => [relative(folder, path).replaceAll('\\', '/'), texts[at] ?? '']),
  );
}

/**
 * Writes the types of all of `<root>/protos` to `outFolder`, emptied before, so that a message
 * that is gone leaves no types behind. Fails with the generator's own words.
 */
export async function generateTypes(root: string, outFolder: string): Promise<void> {
  const protos = await readTree(join(root, 'protos'), '.proto');
  const generator = createRequire(import.meta.url).resolve(
    '@grpc/proto-loader/build/bin/proto-loader-gen-types.js',
  );
  await rm(outFolder, { recursive: true, force: true });
  await mkdir(outFolder, { recursive: true });
  await promisify(execFile)(
    process.execPath,
    [generator, ...options, '--includeDirs', 'protos', '--outDir', outFolder, ...protos.keys()],
    // The generator writes each proto's path as seen from where it runs into the types.
    { cwd: root, timeout: generatorMsMax },
  );
}
