import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { junit } from '../../../../server/src/cli/check/formats/junit';
import { visible } from '../../../../server/src/cli/check/formats/visible-text';
import { assertGolden } from './golden';
import { sampleContext, sampleReport } from './sample-report';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The root element; throws where the text is not well-formed XML. */
function parseXml(xml: string): Element {
  const parser = new SaxesParser();
  const open: Element[] = [{ name: '', attributes: {}, children: [], text: '' }];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return open[0]!.children[0]!;
}

const outcome = ({ children }: Element): string => children[0]?.name ?? 'passed';

describe('the JUnit format', () => {
  it('writes what it always wrote', () => {
    assertGolden('junit.xml', junit(sampleReport, sampleContext));
  });

  for (const showSuppressed of [false, true]) {
    it(`is XML whose counts are right, suppressed findings ${showSuppressed ? 'shown' : 'left out'}`, () => {
      const root = parseXml(junit(sampleReport, { ...sampleContext, showSuppressed }));
      const cases = root.children.flatMap(({ children }) => children);
      for (const element of [root, ...root.children]) {
        const within = element === root ? cases : element.children;
        const count = (name: string) => within.filter((testCase) => outcome(testCase) === name).length;
        const { tests, failures, errors, skipped } = element.attributes;
        assert.deepEqual(
          [tests, failures, errors, skipped].map(Number),
          [within.length, count('failure'), count('error'), count('skipped')],
          element.attributes.name,
        );
      }
      assert.deepEqual(
        root.children.map(({ attributes }) => attributes.name),
        [...sampleReport.files.map(({ repositoryFile }) => repositoryFile), 'afd-lens'],
      );
      assert.equal(cases.length, showSuppressed ? 15 : 12);
    });
  }

  it('fails for errors and warnings, passes for notes and good deployments, skips what was not evaluated', () => {
    const root = parseXml(junit(sampleReport, sampleContext));
    assert.deepEqual(
      root.children.map(({ children }) =>
        children.map((testCase) => `${testCase.attributes.name}: ${outcome(testCase)}`),
      ),
      [
        [
          'AFD304 spec.model (chat): system-out',
          'AFD101 spec.attention.workers (chat): failure',
          'AFD111 spec (batch): system-out',
          'deployment batch: skipped',
        ],
        [
          'AFD305 spec.workload.trace (größe): failure',
          'AFD302 spec.attention.workers (größe): failure',
          'AFD303 spec.description (größe): failure',
          'AFD307 spec.ffn.workers (größe): failure',
          'deployment größe: skipped',
        ],
        ['deployment good: system-out'],
        ['missing.afd.yaml: no such file: error', "afd-lens.config.yaml: 'rules' has an unknown code AFD999: error"],
      ],
    );
  });

  it('gives a file without deployment and finding a case that passes', () => {
    const root = parseXml(junit({ ...sampleReport, findings: [], deployments: [], problems: [] }, sampleContext));
    assert.deepEqual(
      root.children.map(({ children }) =>
        children.map((testCase) => `${testCase.attributes.name}: ${outcome(testCase)}`),
      ),
      Array(3).fill(['no findings: passed']),
    );
  });

  it('has no two cases of one name in a file', () => {
    const [, , sized] = sampleReport.findings;
    const root = parseXml(junit({ ...sampleReport, findings: [sized!, sized!] }, sampleContext));
    const names = root.children[0]!.children.map(({ attributes }) => attributes.name);
    assert.deepEqual(names.slice(0, 2), [
      'AFD101 spec.attention.workers (chat)',
      'AFD101 spec.attention.workers (chat) #2',
    ]);
  });

  it('escapes every text so that a parser reads it back', () => {
    const markup = fc.constantFrom('&', '&amp;', '<', '>', ']]>', '"', "'", '\n', '\uFFFE', 'a');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: markup })), (text) => {
        const read = (shown: string) => visible(shown).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
        const files = [{ ...sampleReport.files[0]!, repositoryFile: text }];
        const [first] = sampleReport.findings;
        const findings = [{ ...first!, severity: 'info' as const, path: text, message: text, related: [], fixes: [] }];
        const root = parseXml(
          junit({ ...sampleReport, files, findings, deployments: [], problems: [] }, sampleContext),
        );
        const [suite] = root.children;
        assert.equal(suite!.attributes.name, read(text));
        const [testCase] = suite!.children;
        assert.ok(testCase!.attributes.name!.includes(read(text)));
        assert.ok(testCase!.children[0]!.text.endsWith(read(text).replaceAll('`', "'")));
      }),
    );
  });
});
