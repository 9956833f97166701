import { domainCrossing } from '../../evaluation/domain-crossing';
import { ffnFeeding } from '../../evaluation/ffn-feeding';
import { poolPlaceHere } from '../../manifest/place-here';
import { formatCount, formatCounted, formatShare } from '../../text/format';
import { finding, type Rule } from '../rule';

export const ffnDeadZone: Rule = {
  code: 'AFD603',
  title: 'More FFN nodes than the network can feed',
  severity: 'warning',
  check({ deployment, evaluation }) {
    if (!deployment?.ffn || !evaluation) return [];
    const feeding = ffnFeeding(deployment, evaluation);
    // Where bundles fit into a domain, the network between domains need not matter.
    if (!feeding || domainCrossing(deployment, evaluation)?.smaller) return [];
    const { nodes, share, best, certain } = feeding;
    const workers = `${formatCount(deployment.ffn.workers)} FFN workers on ${formatCounted(nodes, 'node')}`;
    const message = `${workers} get rows for ${formatShare(share)} of their FLOP/s at most; more nodes do not raise that, ${formatCount(best.nodes)} would get ${formatShare(best.share)}.`;
    const range = poolPlaceHere(deployment.ffn) ?? deployment.factsRange;
    return [finding(ffnDeadZone, range, message, { severity: certain ? 'warning' : 'info' })];
  },
};
