import { largestRequestOf } from '../../evaluation/memory-use';
import { placeHere } from '../../manifest/place-here';
import { formatCount } from '../../text/format';
import { finding, type Rule } from '../rule';

export const neverAdmitted: Rule = {
  code: 'AFD614',
  title: 'Request larger than the KV cache',
  severity: 'error',
  check({ deployment, evaluation }) {
    const stated = deployment?.scheduler.kvTokens;
    const origin = evaluation?.workload?.origin;
    const largest = origin && largestRequestOf(origin);
    if (!deployment || !stated || largest === undefined || largest <= stated.value) return [];
    const message = `The longest request of the trace takes ${formatCount(largest)} tokens; a KV cache of ${formatCount(stated.value)} never admits it.`;
    return [finding(neverAdmitted, placeHere(deployment, stated), message)];
  },
};
