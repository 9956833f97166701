import { entryOf } from '../../yaml/yaml-tree';
import { finding, type Rule } from '../rule';
import { givenNote } from './given-note';

export const statisticsUnusable: Rule = {
  code: 'AFD206',
  title: 'Statistics not usable',
  severity: 'error',
  check({ deployment, evaluation, schemaProblems }) {
    const statistics = deployment?.workload?.statistics;
    const error = evaluation?.statisticsError;
    if (!statistics || !error) return [];
    const entry = error.key === undefined ? undefined : entryOf(statistics.node, error.key);
    const place = entry?.value.site ?? statistics.keyRange;
    // A value of the wrong type is reported by the schema already.
    const written = statistics.node?.site;
    if (written && schemaProblems.some(({ range }) => range.start >= written.start && range.end <= written.end))
      return [];
    return [finding(statisticsUnusable, place, error.message.replace(/\.$/, `${givenNote(statistics)}.`))];
  },
};
