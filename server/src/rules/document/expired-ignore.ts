import { quote } from '../../text/format';
import { nodeAt } from '../../yaml/yaml-tree';
import { type Finding, finding, type Rule } from '../rule';

export const expiredIgnore: Rule = {
  code: 'AFD902',
  title: 'Expired ignore',
  severity: 'warning',
  check({ root, isConfiguration, nowMs }) {
    const ignores = isConfiguration ? nodeAt(root, ['ignores']) : undefined;
    if (ignores?.kind !== 'sequence') return [];
    const today = new Date(nowMs).toISOString().slice(0, 10);
    return ignores.items.flatMap((item): readonly Finding[] => {
      const [expires, rule] = [nodeAt(item, ['expires']), nodeAt(item, ['rule'])];
      if (expires?.kind !== 'scalar' || typeof expires.value !== 'string' || !(expires.value < today)) return [];
      const code = rule?.kind === 'scalar' ? quote(String(rule.value)) : 'its rule';
      const message = `This entry expired on ${expires.value}: ${code} is reported again. Remove it, or give a later date.`;
      return [finding(expiredIgnore, expires.site, message)];
    });
  },
};
