// Also tests: agent-tools/local-file, agent-tools/manifest-input, report/explanation-text
import assert from 'node:assert/strict';
import { mostTextBytes } from '../../server/src/agent-tools/tool-text';
import { applyEdits } from '../../server/src/text/text-range';
import { deployment } from '../analysis/analysed';
import { traceRows } from '../protocol/manifests';
import { explained, structured, ToolRuns } from './tool-runs';

const misSized = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n');
const named = (name: string, text: string) => text.replace('spec:', `metadata: { name: ${name} }\nspec:`);

interface Edit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newText: string;
}

/** The text after edits whose places are counted from 1. */
function edited(text: string, edits: readonly Edit[]): string {
  const offset = (line: number, column: number) =>
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  return applyEdits(
    text,
    edits.map(({ line, column, endLine, endColumn, newText }) => ({
      range: { start: offset(line, column), end: offset(endLine, endColumn) },
      newText,
    })),
  );
}

describe('analyze_afd_ratio', () => {
  let runs: ToolRuns;
  beforeEach(() => {
    runs = new ToolRuns();
  });
  afterEach(() => runs.dispose());
  const analyze = (input: object) => runs.run('analyze_afd_ratio', input);

  it('has the numbers of explain --format json, and adds nothing but fixes', async () => {
    for (const path of ['chat-prod', 'paper-base-case', 'shared-pools'].map(
      (name) => `${process.cwd()}/examples/${name}.afd.yaml`,
    )) {
      const json = structured(await analyze({ path }));
      const expected = await explained(path);
      for (const { findings } of json.deployments) {
        for (const finding of findings) delete finding.fixes;
      }
      assert.ok(expected.deployments.length > 0);
      assert.deepEqual(json, expected);
    }
  });

  it('says in text what explain says, and where to edit', async () => {
    const path = runs.write('chat.afd.yaml', misSized);
    const { text, isError } = await analyze({ path });
    assert.equal(isError, false);
    assert.match(text, /4A:1F is attention-bound · optimum 10A:1F, \+12 %/);
    assert.match(text, /^ {2}tA = /m);
    assert.match(text, /^\S+chat\.afd\.yaml:6:25 warning AFD101 4A:1F is attention-bound: 10A:1F gives \+12 % /m);
    assert.match(text, /^ {2}edit: Change to 10A:1F .*: 6:25-6:26 "4" -> "10"$/m);
    assert.doesNotMatch(text, /\*\*|`|Ignore/);
  });

  it('offers edits that resolve the finding, and none that silence it', async () => {
    const path = runs.write('chat.afd.yaml', `# 🚀\r\n${misSized.replaceAll('\n', '\r\n')}`);
    const [finding] = structured(await analyze({ path })).deployments[0].findings;
    assert.ok(finding.fixes.length > 0);
    for (const { title, edits } of finding.fixes) {
      assert.match(title, /^Change to \d+A:\d+F/);
      const after = edited(`# 🚀\r\n${misSized.replaceAll('\n', '\r\n')}`, edits);
      const again = structured(await analyze({ text: after }));
      assert.deepEqual(again.deployments[0].findings, [], title);
    }
  });

  it('reads the trace beside the file, and that of a text from its base folder', async () => {
    runs.write('t.csv', traceRows(2000));
    const text = misSized.replace(/workload:.*/, 'workload: { trace: t.csv }');
    const path = runs.write('chat.afd.yaml', text);
    const fromFile = structured(await analyze({ path })).deployments[0];
    assert.equal(fromFile.workload.requests, 2000);
    const fromText = structured(await analyze({ text, baseFolder: runs.folder })).deployments[0];
    assert.deepEqual({ ...fromText, file: path }, fromFile);
    assert.deepEqual(structured(await analyze({ text, baseFolder: '.' })).deployments, [fromText]);
    assert.match((await analyze({ text })).text, /'t\.csv' is not read: no 'baseFolder' was given\./);
  });

  it('sees a trace that changed since the last call', async () => {
    runs.write('t.csv', traceRows(2000));
    const path = runs.write('chat.afd.yaml', misSized.replace(/workload:.*/, 'workload: { trace: t.csv }'));
    const before = structured(await analyze({ path })).deployments[0].workload.theta;
    runs.write('t.csv', traceRows(2000, 100, 1800));
    const [after] = structured(await analyze({ path })).deployments;
    assert.ok(after.workload.theta > 1.5 * before, `${before} then ${after.workload.theta}`);
  });

  it('keeps to one document where one is named, with its place in the file', async () => {
    const text = `${named('one', misSized)}---\n${named('two', misSized.replace('workers: 4', 'workers: 5'))}`;
    const path = runs.write('two.afd.yaml', text);
    const second = await analyze({ path, document: 1 });
    assert.match(second.text, /^two \(\S+, document 1\)\n/);
    assert.doesNotMatch(second.text, /^one/m);
    const all = structured(await analyze({ path }));
    assert.deepEqual(structured(second).deployments, [all.deployments[1]]);
    assert.equal(all.deployments[1].document, 1);
    const { text: wrong, isError } = await analyze({ path, document: 2 });
    assert.equal(isError, true);
    assert.match(wrong, /^There is no document 2: \S+two\.afd\.yaml has documents 0 to 1\.$/);
  });

  it('says why a deployment is not evaluated', async () => {
    const { text, isError, structured: json } = await analyze({ text: deployment('{ workers: 4 }') });
    assert.equal(isError, false);
    assert.match(text, /not evaluated: a fact is missing/);
    assert.match(text, /AFD111/);
    assert.ok(json);
  });

  it('reports broken YAML and other documents, and says when there is nothing', async () => {
    assert.match((await analyze({ text: 'spec: [\n' })).text, /^<text>:\d+:\d+ error AFD301 Not valid YAML/);
    assert.match((await analyze({ text: 'kind: Pod\n' })).text, /^<text>:1:7 error AFD302 Unknown kind 'Pod'/);
    assert.equal((await analyze({ text: '# nothing\n' })).text, '<text>: no AFD deployment in this file');
  });

  it('shortens a file of many deployments to a line for each, and says how to see one', async () => {
    const text = Array.from({ length: 60 }, (_, n) => named(`d${n}`, misSized)).join('---\n');
    const result = await analyze({ path: runs.write('many.afd.yaml', text) });
    assert.ok(Buffer.byteLength(result.text) <= mostTextBytes);
    assert.match(
      result.text,
      /many\.afd\.yaml: 60 deployments, 60 findings\ndocument 0 \(d0\): 4A:1F · attention-bound/,
    );
    assert.match(result.text, /\n\(cut here; give `document` to see one in full\)$/);
    const json = structured(result);
    assert.ok(Buffer.byteLength(JSON.stringify(json)) <= 16_384);
    assert.ok(json.deployments.length > 1);
    assert.equal(json.deployments.length + json.omitted.deployments, 60);
    const listed = json.deployments.flatMap(({ findings }: { findings: unknown[] }) => findings).length;
    assert.equal(listed + json.omitted.findings, 60);
  });

  it('keeps the reasons of a deployment whose findings are too many to list', async () => {
    const keys = Array.from({ length: 90 }, (_, n) => `  key${n}: 1\n`).join('');
    const text = misSized.replace('ascend-910c-deepseek-v3', 'nowhere').replace('spec:\n', `spec:\n${keys}`);
    const result = await analyze({ text });
    const [entry] = structured(result).deployments;
    assert.ok(Buffer.byteLength(result.text) <= mostTextBytes);
    assert.match(result.text, /\n\(cut here; resolve these findings and ask again\)$/);
    assert.equal(entry.findings.length, 16);
    assert.match(entry.reasons.join(' '), /Unknown latency profile/);
    assert.equal(structured(result).omitted.findings, 75);
  });

  it('answers for a text of a megabyte, and one beyond the limit', async () => {
    const filling = `# ${'x'.repeat(998)}\n`.repeat(998);
    const large = await analyze({ text: misSized + filling });
    assert.match(large.text, /optimum 10A:1F/);
    const beyond = await analyze({ text: misSized + filling + filling });
    assert.match(beyond.text, /^<text>:1:1 warning AFD309 Not analysed: the file has /);
  });

  const refused: readonly [string, object, RegExp][] = [
    ['nothing', {}, /^Give the `path` of a manifest\.$/],
    ['path and text', { path: 'a', text: 'b' }, /^Give `path` or `text`, not both\.$/],
    ['a base folder for a file', { path: 'a', baseFolder: 'b' }, /^`baseFolder` goes with `text`/],
    ['an unknown input', { file: 'a' }, /^There is no input `file`/],
    ['a number as path', { path: 7 }, /^`path` must be a text that is not empty\.$/],
    ['half a document', { path: 'a', document: 0.5 }, /^`document` must be a whole number\.$/],
    ['a missing file', { path: 'none.yaml' }, /^Cannot read `none\.yaml`, taken for `.*none\.yaml`: no such file\.$/],
    ['a folder', { path: '.' }, /^`\.` is a folder; give the path of a manifest in it\.$/],
    ['an address', { path: 'https://x.org/a.yaml' }, /^Remote files are not read; save `https:\/\/x\.org\/a\.yaml`/],
    ['a network share', { path: '\\\\host\\share\\a.yaml' }, /^Remote files are not read/],
    ['a network share below', { text: 'a: 1', baseFolder: '//host/share' }, /^Remote files are not read/],
    ['a device', { path: '/dev/null' }, /^`\/dev\/null` is not a regular file/],
  ];
  for (const [title, input, expected] of refused) {
    it(`says in one sentence what is wrong: ${title}`, async () => {
      const { text, isError, structured: json } = await analyze(input);
      assert.deepEqual([isError, json], [true, undefined]);
      assert.match(text, expected);
    });
  }

  it('refuses a file that is no UTF-8, or too large to be a manifest', async () => {
    const latin = runs.write('latin1.yaml', Buffer.from('name: caf\xe9\n', 'latin1'));
    assert.match((await analyze({ path: latin })).text, /^Cannot read `.*latin1\.yaml`: is not UTF-8 text\.$/);
    const huge = runs.write('huge.yaml', 'a: 1\n'.repeat(1_000_000));
    const { text, isError } = await analyze({ path: huge });
    assert.equal(isError, true);
    assert.match(text, /huge\.yaml` has 5,000,000 bytes; manifests of up to 1,000,000 characters are read\.$/);
  });

  it('ends when it is cancelled', async () => {
    runs.write('t.csv', traceRows(2000));
    const path = runs.write('chat.afd.yaml', misSized.replace(/workload:.*/, 'workload: { trace: t.csv }'));
    const controller = new AbortController();
    const running = runs.run('analyze_afd_ratio', { path }, controller.signal);
    controller.abort(new Error('cancelled'));
    await assert.rejects(running, /cancelled/);
  });
});
