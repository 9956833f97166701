import assert from 'node:assert/strict';
import type { CheckReport, ReportedFinding } from '../../../server/src/cli/check/check-report';
import { checkStatus, type Gate } from '../../../server/src/cli/check/check-status';
import type { Severity } from '../../../server/src/rules/rule';

const gate: Gate = { failOn: 'error', failOnRules: [], maxWarnings: undefined, strict: false };

function finding(severity: Severity, code = 'AFD101', suppressed = false): ReportedFinding {
  const place = { line: 1, column: 1 };
  return {
    file: 'a.yaml',
    repositoryFile: 'a.yaml',
    code,
    severity,
    title: 'Title',
    message: 'Message.',
    deployment: undefined,
    path: '',
    fingerprint: '0',
    gain: undefined,
    suppressed: suppressed ? { by: 'comment', reason: undefined } : undefined,
    start: place,
    end: place,
    related: [],
    fixes: [],
  };
}

function report(
  findings: readonly ReportedFinding[],
  status: 'evaluated' | 'partial' | 'notEvaluated' = 'evaluated',
  problems: readonly string[] = [],
): CheckReport {
  const deployments = [{ file: 'a.yaml', name: 'a', status, summary: '', reasons: [] }];
  return { files: [], deployments, findings, problems };
}

const [error, warning, info, hint] = [finding('error'), finding('warning'), finding('info'), finding('hint')];
const hidden = (severity: Severity) => finding(severity, 'AFD101', true);

describe('check-status', () => {
  const table: readonly [string, CheckReport, Partial<Gate>, 0 | 1 | 2][] = [
    ['nothing', report([]), {}, 0],
    ['an error', report([error]), {}, 1],
    ['warnings, infos and hints', report([warning, info, hint]), {}, 0],
    ['a warning, fail on warning', report([warning]), { failOn: 'warning' }, 1],
    ['an error, fail on warning', report([error]), { failOn: 'warning' }, 1],
    ['an info, fail on warning', report([info, hint]), { failOn: 'warning' }, 0],
    ['an info, fail on info', report([info]), { failOn: 'info' }, 1],
    ['a hint, fail on info', report([hint]), { failOn: 'info' }, 0],
    ['an error, fail on nothing', report([error]), { failOn: 'never' }, 0],
    ['suppressed findings', report([hidden('error'), hidden('warning')]), { failOn: 'info' }, 0],
    ['a rule that fails', report([finding('hint', 'AFD204')]), { failOnRules: ['AFD204'] }, 1],
    ['a rule that fails beside failing on nothing', report([hint]), { failOn: 'never', failOnRules: ['AFD101'] }, 1],
    ['a suppressed finding of a rule that fails', report([hidden('error')]), { failOnRules: ['AFD101'] }, 0],
    ['another rule than the one that fails', report([warning]), { failOnRules: ['AFD204'] }, 0],
    ['as many warnings as may be', report([warning, warning]), { maxWarnings: 2 }, 0],
    ['more warnings', report([warning, warning, warning]), { maxWarnings: 2 }, 1],
    ['a warning where none may be', report([warning]), { maxWarnings: 0 }, 1],
    ['a suppressed warning where none may be', report([hidden('warning'), info]), { maxWarnings: 0 }, 0],
    ['not evaluated', report([], 'notEvaluated'), {}, 0],
    ['not evaluated, strict', report([], 'notEvaluated'), { strict: true }, 1],
    ['not evaluated, strict and fail on nothing', report([], 'notEvaluated'), { strict: true, failOn: 'never' }, 1],
    ['partly evaluated, strict', report([], 'partial'), { strict: true }, 0],
    ['a file too large, strict', report([finding('warning', 'AFD309')]), { strict: true }, 1],
    ['a problem', report([], 'evaluated', ['a.yaml: no such file']), {}, 2],
    ['a problem and an error', report([error], 'evaluated', ['a.yaml: no such file']), {}, 2],
    ['a problem, fail on nothing', report([], 'evaluated', ['x']), { failOn: 'never' }, 2],
  ];
  for (const [title, given, options, expected] of table) {
    it(`is ${expected}: ${title}`, () => assert.equal(checkStatus(given, { ...gate, ...options }), expected));
  }
});
