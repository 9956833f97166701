import assert from 'node:assert/strict';
import type { Inputs, StudyState } from '../../server/src/evaluation/inputs';
import type { Comparison } from '../../server/src/strategy/comparison';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { compareSubject } from '../../server/src/sweep/compare-subject';
import type { WhatIf } from '../../server/src/sweep/sweep';
import { filesOf, now } from '../analysis/analysed';
import { rooflined } from '../evaluation/rooflined';
import { comparisonOf, gainOf, optionsOf } from '../wording/compared';
import { subjectOf } from './subject';

const spec = (slo: string) =>
  rooflined({ device: 'h200', attention: '{ workers: 8, batchSize: 64 }', ffn: '{ workers: 8 }', more: slo });
const text = spec('  slo: { tpot: 60ms, ttft: 2s }\n');
const pays = comparisonOf('pays', optionsOf(1000, 900, 1200, undefined), { gain: gainOf(0.2, 0.1, 0.3) });

describe('compare-subject', () => {
  /** Answers every question alike, and keeps it. */
  const asked = (state: StudyState<Comparison>) => {
    const questions: StrategyQuestion[] = [];
    const comparison: Inputs['comparison'] = (question) => {
      questions.push(question);
      return state;
    };
    const inputs = { ...filesOf(), comparison };
    const compare = (manifest = text, whatIf: WhatIf = {}) => {
      const subject = subjectOf(manifest, inputs);
      // What its analysis has asked.
      questions.length = 0;
      return compareSubject(subject, whatIf, now);
    };
    return { compare, questions };
  };
  const ready = asked({ kind: 'ready', value: pays });

  it('has verdict, table, curves, objective and evidence of an answer', () => {
    const answer = ready.compare();
    assert.ok(answer.kind === 'ready', JSON.stringify(answer));
    assert.match(answer.headline, /^\*\*AFD pays here\*\*: .* \+20 % /);
    assert.deepEqual(answer.objective, { tpotSeconds: 0.06, perUser: 1 / 0.06 });
    assert.equal(answer.series.length, 3);
    const { headers, rows } = answer.table;
    assert.deepEqual(
      rows.map(({ feasible, best, layout }) => [feasible, best, layout.length]),
      [
        [true, false, 2],
        [true, false, 2],
        [true, true, 2],
        [false, false, 0],
      ],
    );
    for (const { cells } of rows) assert.equal(cells.length, headers.length);
    assert.deepEqual([headers[0], rows[2]!.cells[0], rows[2]!.cells[1]], ['strategy', 'aggregated + AFD', '1,200']);
    assert.ok(answer.evidence.some(([name, words]) => name === 'objectives' && /TTFT 2 s and TPOT 60 ms/.test(words)));
  });

  it('asks what the manifest asks, and what a reader tries out as the edited manifest would', () => {
    ready.compare();
    const [own] = ready.questions.splice(0);
    assert.deepEqual([own!.objectives, own!.configured, own!.devices], [{ ttft: 2, tpot: 0.06 }, undefined, 16]);
    ready.compare(text, { tpotSeconds: 0.03, lengthScale: 2 });
    const [tried] = ready.questions.splice(0);
    const statistics = text
      .replace('meanPrefill: 1000', 'meanPrefill: 2000')
      .replace('meanDecode: 500', 'meanDecode: 1000');
    assert.deepEqual([tried!.objectives.tpot, tried!.workload.prefill, tried!.workload.decode], [0.03, 2000, 1000]);
    ready.compare(statistics.replace('60ms', '30ms'));
    assert.deepEqual(ready.questions[0]!.objectives, tried!.objectives);
    assert.equal(ready.questions[0]!.workload.prefill, tried!.workload.prefill);
    ready.compare(text, { microbatches: 3 });
    assert.equal(ready.questions[0]!.configured!.microbatches, 3);
  });

  it('says that the answer follows, or that there is none', () => {
    assert.deepEqual(asked({ kind: 'computing' }).compare(), { kind: 'computing', title: 'v3' });
    const failed = asked({ kind: 'failed', why: 'boom' }).compare();
    assert.ok(failed.kind === 'none');
    assert.deepEqual(
      [failed.headline, ...failed.notes],
      ['The strategies could not be compared.', 'Why: `boom`; the log of AFD Lens says more.'],
    );
  });

  it('says what to provide where nothing can be asked, and what makes no sense', () => {
    const without = ready.compare(spec(''));
    assert.ok(without.kind === 'none');
    assert.match(without.headline, /^\*\*Unknown whether AFD pays\*\*: `slo\.tpot` is missing/);
    const several = ready.compare(spec('').replace('  device: h200\n', ''));
    assert.ok(several.kind === 'none');
    assert.equal(several.notes.length, 2);
    const senseless = ready.compare(text, { tpotSeconds: 0 });
    assert.deepEqual(senseless, {
      kind: 'none',
      title: 'v3',
      headline: 'The TPOT objective must be a time above 0.',
      notes: [],
    });
    const dropped = ready.compare(text, { tpotSeconds: null });
    assert.ok(dropped.kind === 'none');
    assert.match(dropped.headline, /`slo\.tpot` is missing/);
    assert.deepEqual(ready.questions, []);
  });

  it('waits for a trace that is being read', () => {
    const inputs: Inputs = { ...filesOf(), trace: () => ({ kind: 'loading' }) };
    const traced = text.replace(/workload: .*/, 'workload: { trace: chat.csv }');
    assert.equal(compareSubject(subjectOf(traced, inputs), {}, now).kind, 'computing');
  });
});
