import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { json } from '../../../../server/src/cli/check/formats/json';
import { modelVersion, schemaVersion } from '../../../../server/src/report/explanation-json';
import { assertGolden } from './golden';
import { sampleContext, sampleReport } from './sample-report';

const schema = JSON.parse(readFileSync('schemas/check-report.schema.json', 'utf8'));

/** The schema with nothing allowed that it does not name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner && inner.type === 'object' ? { ...inner, additionalProperties: false } : inner;
}

describe('the JSON format', () => {
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(closed(schema) as object);
  const errorsOf = (document: unknown) => (validate(document) ? [] : validate.errors!);

  it('writes what it always wrote', () => {
    assertGolden('report.json', json(sampleReport, sampleContext));
  });

  it('keeps to its published schema, which names everything in it', () => {
    assert.deepEqual(errorsOf(JSON.parse(json(sampleReport, sampleContext))), []);
    const nothing = { files: [], deployments: [], findings: [], problems: [] };
    assert.deepEqual(errorsOf(JSON.parse(json(nothing, sampleContext))), []);
    const document = JSON.parse(json(sampleReport, sampleContext));
    assert.equal(errorsOf({ ...document, more: 1 }).length, 1);
    assert.equal(errorsOf({ ...document, findings: [{ ...document.findings[0], gainPercent: '11' }] }).length, 1);
  });

  it('states the versions of its shape and of the theory', () => {
    const document = JSON.parse(json(sampleReport, sampleContext));
    assert.deepEqual([document.schemaVersion, document.modelVersion], [schemaVersion, modelVersion]);
    assert.equal(schema.properties.schemaVersion.const, schemaVersion);
    assert.match(schema.$id, new RegExp(`/v${schemaVersion}/check-report\\.schema\\.json$`));
  });

  it('has every finding, suppressed ones marked, whether or not they are to be shown', () => {
    const documents = [true, false].map((showSuppressed) => json(sampleReport, { ...sampleContext, showSuppressed }));
    assert.equal(documents[0], documents[1]);
    const { findings, summary } = JSON.parse(documents[0]!);
    assert.equal(findings.length, sampleReport.findings.length);
    assert.deepEqual(
      findings.flatMap(({ suppressed }: { suppressed: unknown }) => suppressed ?? []),
      [
        { by: 'comment', reason: 'all there is so far' },
        { by: 'baseline', reason: null },
        { by: 'ignores', reason: 'a <b>reason</b> | with @team' },
      ],
    );
    const { errors, warnings, infos, hints, suppressed } = summary;
    assert.equal(errors + warnings + infos + hints + suppressed, findings.length);
  });
});
