import assert from 'node:assert/strict';
import type { CheckReport } from '../../../../server/src/cli/check/check-report';
import { gitlab } from '../../../../server/src/cli/check/formats/gitlab';
import { assertGolden } from './golden';
import { largeReport, sampleContext, sampleReport } from './sample-report';

interface Issue {
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issuesOf(report: CheckReport): readonly Issue[] {
  return JSON.parse(gitlab(report, sampleContext));
}

describe('the GitLab format', () => {
  it('writes what it always wrote', () => {
    assertGolden('gitlab.json', gitlab(sampleReport, sampleContext));
  });

  it('has what GitLab needs of every finding, and nothing that is suppressed', () => {
    const issues = issuesOf(sampleReport);
    assert.equal(issues.length, sampleReport.findings.filter(({ suppressed }) => !suppressed).length);
    for (const { check_name, severity, location } of issues) {
      assert.match(check_name, /^AFD\d{3}$/);
      assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(severity));
      assert.match(location.path, /^deploy\//);
      assert.ok(location.lines.begin >= 1);
    }
    assert.deepEqual(JSON.parse(gitlab({ ...sampleReport, findings: [] }, sampleContext)), []);
  });

  it('has a fingerprint for each finding that no other has', () => {
    const issues = issuesOf(largeReport(3000));
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, 3000);
    const [file] = sampleReport.files;
    const copy = { ...file!, file: 'copy', repositoryFile: 'copy' };
    const copied = sampleReport.findings.slice(0, 5).map((finding) => ({ ...finding, ...copy }));
    const both = issuesOf({ ...sampleReport, findings: [...sampleReport.findings, ...copied] });
    assert.equal(new Set(both.map(({ fingerprint }) => fingerprint)).size, both.length);
  });

  it('keeps fingerprints when lines move and values change', () => {
    const moved = sampleReport.findings.map((finding) => ({
      ...finding,
      message: `${finding.message} 5A:1F`,
      start: { ...finding.start, line: finding.start.line + 7 },
      end: { ...finding.end, line: finding.end.line + 7 },
    }));
    const fingerprints = (report: CheckReport) => issuesOf(report).map(({ fingerprint }) => fingerprint);
    assert.deepEqual(fingerprints({ ...sampleReport, findings: moved }), fingerprints(sampleReport));
  });
});
