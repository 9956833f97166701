import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';

/** What works on questions in the background failed, so that nobody takes the silence of other rules for an answer. */
export const notCompared: Rule = {
  code: 'AFD615',
  title: 'Strategies or orders not compared',
  severity: 'info',
  check({ deployment, evaluation, requestOrder }) {
    if (!deployment) return [];
    const studies = [
      { what: 'Serving strategies', state: evaluation?.strategy.comparison },
      { what: 'Orders of requests', state: requestOrder?.schedule },
    ];
    return studies.flatMap(({ what, state }) =>
      state?.kind === 'failed'
        ? [finding(notCompared, deployment.lensRange, `${what} could not be compared: ${quote(state.why)}.`)]
        : [],
    );
  },
};
