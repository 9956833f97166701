import assert from 'node:assert/strict';
import { countsOf, summarySentence } from '../../../../server/src/cli/check/formats/counts';
import { sampleReport } from './sample-report';

describe('the counts of a report', () => {
  it('count what is reported by severity, and what is suppressed apart', () => {
    assert.deepEqual(countsOf(sampleReport), {
      files: 3,
      bySeverity: { error: 3, warning: 2, info: 1, hint: 1 },
      suppressed: 3,
      deployments: { evaluated: 2, partial: 1, notEvaluated: 1 },
      problems: 2,
    });
  });

  it('name the three counts of deployments also where there is nothing', () => {
    const nothing = countsOf({ files: [], deployments: [], findings: [], problems: [] });
    assert.equal(
      summarySentence(nothing),
      'No findings in 0 files; deployments: 0 evaluated, 0 partly evaluated, 0 not evaluated.',
    );
  });

  it('are one sentence', () => {
    assert.equal(
      summarySentence(countsOf(sampleReport)),
      '3 errors, 2 warnings, 1 info, 1 hint in 3 files; 3 findings suppressed; deployments: 2 evaluated, 1 partly evaluated, 1 not evaluated; 2 inputs could not be used.',
    );
    const one = { ...sampleReport, files: sampleReport.files.slice(0, 1), problems: ['x'] };
    const findings = sampleReport.findings.filter(({ code }) => code === 'AFD101' || code === 'AFD201');
    assert.equal(
      summarySentence(countsOf({ ...one, findings })),
      '1 warning in 1 file; 1 finding suppressed; deployments: 2 evaluated, 1 partly evaluated, 1 not evaluated; 1 input could not be used.',
    );
  });
});
