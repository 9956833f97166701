import assert from 'node:assert/strict';
import type { WorkloadReport } from '../../../server/src/cli/workload/workload-report';
import { workloadMarkdown, workloadText } from '../../../server/src/cli/workload/workload-text';
import { thetaConfidence } from '../../../server/src/evaluation/workload/theta-confidence';
import { lengthSpread } from '../../../server/src/workload/length-spread';
import { estimateFromTrace } from '../../../server/src/workload/trace-estimate';
import type { TraceSummary } from '../../../server/src/workload/trace-summary';
import { summaryOf } from '../../workload/trace-fixture';

type Requests = readonly (readonly [number, number])[];

function report(requests: Requests, more: Partial<TraceSummary> = {}, file = 't.csv'): WorkloadReport {
  const summary = summaryOf(requests, { format: 'Vidur request lengths', ...more });
  const { moments } = summary;
  const estimate = estimateFromTrace(summary);
  return { file, summary, estimate, spread: lengthSpread(moments), confidence: thetaConfidence(estimate) };
}

const some: Requests = [
  [100, 10],
  [200, 20],
  [300, 40],
  [150, 12],
];

describe('workload-text', () => {
  it('says what was read, how certain it is and what it means', () => {
    const text = workloadText(report(some, { spanSeconds: 7200 }));
    assert.match(text, /^t\.csv\n\ntheta 242\.5 \(95 % interval [\d.]+ to [\d.]+\), nu \d[\d.]* tokens per slot\n\n/);
    assert.match(text, /\n {2}requests +4 {2}every row was used\n/);
    assert.match(text, /\n {2}prefill P +187\.5 {2}tokens, mean; variance 5,469, standard deviation 73\.95\n/);
    assert.match(text, /\n {2}Cov\(P, D\) +[\d.]+ {2}shifts theta by Cov \/ mean D = [\d.]+; correlation 0\.98\n/);
    assert.match(text, /\n {2}theta +242\.5 {2}tokens per slot, mean; standard error \d+ \(\d+ %\)\n/);
    assert.match(
      text,
      /theta = E\[P D .* KV tokens .*\n.*B × theta tokens .*\n.*nu is the standard deviation .*\n.*standard error/,
    );
    assert.match(
      text,
      /\n\n {2}format: Vidur request lengths\n {2}arrivals over 2 hours\n {2}standard error from single requests: neither time nor conversation makes them alike\n$/,
    );
    assert.doesNotMatch(text, /[`*]|NaN|undefined|unknown/);
  });

  it('says what was skipped, without what a terminal would obey', () => {
    const skipped = { failed: 1, malformed: 2, zeroDecode: 3, first: { line: 7, reason: 'a\u009b\n`b` is "x"' } };
    const text = workloadText(report(some, { skipped }, 'a\u001b[31m.csv'));
    assert.match(text, /^a \[31m\.csv\n/);
    assert.match(text, /not used: 2 malformed, 1 failed, 3 without decode steps\n/);
    assert.match(text, /\n {2}first row not used: line 7, a 'b' is "x"\n$/);
    assert.match(workloadMarkdown(report(some, { skipped })), /line 7, `a 'b' is "x"`\n$/);
  });

  it('says what a single request and lengths that do not vary leave open', () => {
    const text = workloadText(report([[100, 5]]));
    assert.match(text, /^t\.csv\n\ntheta 102, nu 1\.414 tokens per slot\n/);
    assert.match(text, /standard error unknown, as a single request says nothing about the next\n/);
    assert.match(text, /no correlation, as one of the lengths does not vary\n/);
    const nothing: Requests = [
      [0, 1],
      [0, 1],
    ];
    assert.doesNotMatch(workloadText(report(nothing)), /NaN|unknown %/);
  });

  it('is the same in Markdown, with a table', () => {
    const markdown = workloadMarkdown(report(some));
    assert.match(markdown, /^# `t\.csv`\n\n\*\*theta 242\.5\*\* \(95 % interval/);
    assert.match(
      markdown,
      /\n\| statistic \| value \| {2}\|\n\|:---\|---:\|:---\|\n\| requests \| 4 \| every row was used \|\n/,
    );
  });
});
