import assert from 'node:assert/strict';
import { strategyStanding } from '../../server/src/evaluation/strategy-standing';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { analyse, filesOf } from '../analysis/analysed';
import { rooflined } from './rooflined';

const text = rooflined({ device: 'h800', more: '  microbatches: 3\n  slo: { tpot: 50ms }\n' });

/** What an analysis asks, and what it makes of an answer that is not there yet. */
function asked(manifest: string) {
  const questions: StrategyQuestion[] = [];
  const analysis = analyse(manifest, {
    ...filesOf(),
    comparison: (question) => {
      questions.push(question);
      return { kind: 'computing' };
    },
  });
  return { questions, analysis };
}

describe('the standing of strategies', () => {
  it('is asked for once, and is waited for', () => {
    const { questions, analysis } = asked(text);
    assert.equal(questions.length, 1);
    const [unit] = analysis.documents;
    const { reading } = unit!.evaluation!.strategy;
    assert.deepEqual(reading, { kind: 'question', question: questions[0] });
    assert.deepEqual([unit!.computing, analysis.computing, analysis.loading], [true, true, false]);
  });

  it('is not asked for where something is missing, templated or broken', () => {
    for (const manifest of [
      text.replace(/ {2}slo.*\n/, ''),
      text.replace('tpot: 50ms', 'tpot: {{ .Values.tpot }}'),
      text.replace('tpot: 50ms', 'tpot: 50ms, ttft: {{ .Values.ttft }}'),
      text.replace('slo: {', 'slo: [{'),
    ]) {
      const { questions, analysis } = asked(manifest);
      assert.deepEqual([questions.length, analysis.computing], [0, false], manifest);
    }
  });

  it('has no answer where nobody computes', () => {
    const { deployment, evaluation } = analyse(text).documents[0]!;
    const { reading, comparison } = strategyStanding(deployment!, evaluation!, filesOf());
    assert.deepEqual([reading.kind, comparison], ['question', undefined]);
  });

  it('decides about suppressions of its findings only when it is there', () => {
    const suppressed = `# afd-lens: ignore AFD601, AFD303 -- known\n${text}`;
    const unused = asked(suppressed).analysis.documents[0]!.findings.filter(({ code }) => code === 'AFD900');
    assert.equal(unused.length, 1);
    assert.match(unused[0]!.message, /AFD303/);
    assert.doesNotMatch(unused[0]!.message, /AFD601/);
  });
});
