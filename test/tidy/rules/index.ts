// All rules of style that a program can check and no tool on the shelf does.
import { executedElsewhere } from '../../readme/commands.ts';
import { currentChangelog, listedDecisions, liveLinks } from './documents.ts';
import {
  anyRegistry,
  currentLock,
  completeLock,
  pinnedVersions,
  plainManifests,
  portableLock,
} from './manifests.ts';
import { sameRooms, wholeNames } from './names.ts';
import { executedCommands } from './readme.ts';
import type { Rule } from './rule.ts';
import { describedScripts, narrowLines, openingComment, shortFiles } from './shape.ts';
import { noMachinePaths, noMarkers, noNarrowedTests, reasonedExceptions } from './words.ts';

export const rules: readonly Rule[] = [
  noMarkers,
  noNarrowedTests,
  noMachinePaths,
  reasonedExceptions,
  wholeNames,
  sameRooms,
  openingComment,
  shortFiles,
  narrowLines,
  describedScripts,
  pinnedVersions,
  plainManifests,
  portableLock,
  currentLock,
  completeLock,
  anyRegistry,
  listedDecisions,
  liveLinks,
  currentChangelog,
  executedCommands(executedElsewhere),
];
