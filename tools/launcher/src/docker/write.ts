// Writes docker-compose.yml anew after a change of the topology.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../tools.ts';
import { composeFile } from './compose-file.ts';

writeFileSync(join(repositoryRoot, 'docker-compose.yml'), composeFile());
