// Documents: where they lie and which version they are, by sample.
import { fault, figure, type Problem, type Rule, warning } from './finding.ts';
import type { SampledDocument, SampleSight } from './sight.ts';

/** Ids in a finding are those of members: a few help to look, more are a leak. */
const EXAMPLES_MAX = 3;

function wrongOf(
  { index, documents }: SampleSight,
  isWrong: (document: SampledDocument) => boolean,
): { count: string; examples: string } | undefined {
  const wrong = documents.filter(isWrong);
  if (wrong.length === 0) return undefined;
  const examples = wrong.slice(0, EXAMPLES_MAX).map(({ id }) => id);
  const count = `${figure(wrong.length)} of ${figure(documents.length)} sampled of ${index}`;
  return { count, examples: examples.join(', ') };
}

function sampledText(samples: readonly SampleSight[]): string {
  const sampled = samples.map(({ index, documents }) => `${figure(documents.length)} of ${index}`);
  return sampled.length === 0 ? 'no documents' : sampled.join(', ');
}

export const routingById: Rule = {
  name: 'routing-by-id',
  judge: ({ samples, cluster }) => ({
    summary: `sampled ${sampledText(samples)}: all are routed by their id`,
    problems: samples.flatMap((sample): Problem[] => {
      const wrong = wrongOf(sample, ({ id, routing }) => routing !== id);
      if (!wrong) return [];
      const found = `${wrong.count} are routed by something else than their id: ${wrong.examples}`;
      return [fault(found, `run meshctl index rebuild ${cluster}`)];
    }),
  }),
};

export const externalVersions: Rule = {
  name: 'external-versions',
  judge: ({ samples, indices, cluster }) => {
    const dead = indices.reduce((sum, { deadDocuments }) => sum + deadDocuments, 0);
    const kept = indices.reduce((sum, { documents }) => sum + documents, 0);
    return {
      summary:
        `sampled ${sampledText(samples)}: all have the record's version; no deletions; ` +
        `docs.deleted ${figure(dead)} beside ${figure(kept)} are superseded copies not merged yet`,
      problems: [
        ...samples.flatMap((sample): Problem[] => {
          const wrong = wrongOf(sample, ({ version, statedVersion }) => version !== statedVersion);
          if (!wrong) return [];
          const found = `${wrong.count} have another version than they state: ${wrong.examples}`;
          const change = `find what writes without version_type=external_gte, then meshctl index rebuild ${cluster}`;
          return [fault(found, change)];
        }),
        ...indices.flatMap(({ name, deletions }): Problem[] => {
          if (deletions === 0) return [];
          const found = `${figure(deletions)} documents of ${name} were deleted: forgotten after a minute, an older version may come back`;
          const change = `find who deletes, then meshctl index verify ${cluster}`;
          return [warning(found, change)];
        }),
      ],
    };
  },
};
