// Writes docs/sentinel.md anew from what is measured.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { compareAll, pageOf } from './table.ts';

const page = resolve(import.meta.dirname, '../../docs/sentinel.md');
writeFileSync(page, pageOf(await compareAll()));
