import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { allRules, ruleCodes } from '../../server/src/rules/catalogue';
import { applyEdits } from '../../server/src/text/text-range';
import { findingsOf, fixed } from '../analysis/analysed';
import { comparing } from '../evaluation/comparing';
import { launchFindings, pairManifest, pairScript } from './launch-pair';

describe('the rules', () => {
  const ranks = fc.constantFrom<unknown>(1, 2, 4, 5, '4', 0, 2.5, undefined);
  const settings = fc.record({
    connector: fc.constantFrom(
      'P2pNcclAFDConnector',
      'CAMP2pAFDConnector',
      'CAMAsyncAFDConnector',
      'p2pconnector',
      'x',
    ),
    port: fc.constantFrom<unknown>(1239, 1240, 70_000, 'x'),
    num_attention_ranks: ranks,
    num_ffn_ranks: ranks,
    async: fc.constantFrom<unknown>(true, undefined),
    enabled: fc.constantFrom<unknown>(true, undefined),
    num_ffn_rank: fc.constantFrom<unknown>(2, undefined),
    connector_extra_config: fc.constantFrom<unknown>(undefined, { core_num: 8 }, { quant_mod: 0 }),
  });
  const options = fc.record({
    'data-parallel-size': fc.constantFrom(undefined, 2, 4),
    'enable-dbo': fc.constantFrom<true | undefined>(true, undefined),
    'ubatch-size': fc.constantFrom(undefined, 2, 3),
  });
  const side = fc.record({ afd: settings, options });
  const texts = fc
    .record({ attention: side, ffn: side, write: fc.constantFrom(pairScript, pairManifest) })
    .map(({ write, ...pair }) => write(pair));

  it('speak of launches at the very characters they name, and resolve what they find', () => {
    let [named, resolved] = [0, 0];
    fc.assert(
      fc.property(texts, (text) => {
        for (const code of ['AFD401', 'AFD402', 'AFD404', 'AFD406', 'AFD407', 'AFD413'])
          for (const { start, end, message, fixes } of launchFindings(code, text)) {
            const at = text.slice(start, end);
            assert.ok(at === 'vllm' || message.includes(at), `${message} at ${at}`);
            named++;
            for (const fix of fixes.filter(({ suppression }) => !suppression)) {
              const again = launchFindings(code, fixed(text, fix)).map((finding) => finding.message);
              assert.ok(!again.includes(message) || again.length < launchFindings(code, text).length, fix.title);
              resolved++;
            }
          }
      }),
      { numRuns: 25 },
    );
    assert.ok(named > 100 && resolved > 50, `only ${named} findings, ${resolved} fixes`);
  });

  it('get over launches that are damaged anywhere', () => {
    const damage = fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(4),
        fc.constantFrom('', '"', "'", '\\', '{', '}', '\n', '$', '`', '\t', '<<E', ': ', '#'),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(texts, damage, (whole, places) => {
        const text = places.reduce((old, [place, length, put]) => {
          const at = place % (old.length + 1);
          return old.slice(0, at) + put + old.slice(at + length);
        }, whole);
        for (const { start, end, fixes } of findingsOf(
          text,
          undefined,
          undefined,
          /^kind|^apiVersion/.test(text) ? 'manifest' : 'script',
        )) {
          assert.ok(0 <= start && start <= end && end <= text.length);
          for (const { edits } of fixes) assert.notEqual(applyEdits(text, edits), text);
        }
      }),
      { numRuns: 60 },
    );
  });

  // Those of launches are held by the tests of their rules.
  const withOtherFiles = '102 110 201 202 204 205 207 208 209 303 306 309 311 611 612 614 615 901 902';

  it('say on their pages what the examples show, but for those that need other files or another day', () => {
    const others = withOtherFiles.split(' ').map((digits) => `AFD${digits}`);
    for (const code of ruleCodes.filter((each) => !each.startsWith('AFD4') && !others.includes(each))) {
      const page = readFileSync(`docs/rules/${code}.md`, 'utf8');
      const [, example = '', shown] = /^## Example$.*?^```yaml\n(.*?)^```$.*?^```text\n(.*?)^```$/ms.exec(page) ?? [];
      const said = findingsOf(example, comparing()).map(({ severity, code: by, message, start }) => {
        const lines = example.slice(0, start).split('\n');
        const place = `chat.afd.yaml:${lines.length}:${lines.at(-1)!.length + 1}`;
        return `${place} ${severity} ${by} ${message.replaceAll('`', "'")}\n`;
      });
      assert.equal(said.join(''), shown, code);
    }
  });

  it('have a code of their own and a title', () => {
    assert.equal(new Set(ruleCodes).size, ruleCodes.length);
    for (const { code, title } of allRules) {
      assert.match(code, /^AFD[1-69]\d\d$/);
      assert.match(title, /^[A-Z][^.\n]*$/);
    }
  });
});
