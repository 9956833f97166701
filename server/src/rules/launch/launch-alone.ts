import { launchesHere } from '../../manifest/launches/launch-options';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';

export const launchAlone: Rule = {
  code: 'AFD405',
  title: 'Launch of one pool alone',
  severity: 'info',
  check({ deployment, loading, isSearchComplete, searched }) {
    const [first] = launchesHere(deployment?.launches);
    if (!deployment || !first || loading) return [];
    const pools = new Set(deployment.launches.map(({ pool }) => pool));
    if (pools.size !== 1 || (first.pool !== 'attention' && first.pool !== 'ffn')) return [];
    const [own, other] = first.pool === 'ffn' ? ['FFN', 'attention'] : ['attention', 'FFN'];
    const where = searched === undefined ? 'this file' : `this file and the folder ${quote(folderName(searched))}`;
    const message =
      isSearchComplete === false
        ? `The ${own} launch stands alone so far: too many files for a search of all; open the ${other} launch beside it.`
        : `The ${own} launch stands alone in ${where}: without the ${other} launch the two cannot be compared.`;
    return [finding(launchAlone, first.site, message)];
  },
};

function folderName(path: string): string {
  return /[^\\/]+(?=[\\/]*$)/.exec(path)?.[0] ?? path;
}
