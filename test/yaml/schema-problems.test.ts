import assert from 'node:assert/strict';
import { findingsIn } from '../../server/src/analysis/analysis';
import { configurationSchema } from '../../server/src/generated/schemas';
import { nameAt, schemaAt } from '../../server/src/yaml/schema-problems';
import { analyse, baseWorkload, deployment, findingsOf, fixed, header } from '../analysis/analysed';

/** The schema findings of a text: their text and message. */
function problems(text: string): (readonly [string, string])[] {
  return findingsOf(text)
    .filter(({ code }) => /^AFD30[23]$/.test(code))
    .map(({ start, end, message }) => [text.slice(start, end), message]);
}

const spec = (more: string) => `${header}spec:\n${baseWorkload}${more}`;
const pools = '  attention: { workers: 10, batchSize: 256 }\n  ffn: { workers: 1 }\n';
const size = (value: string) => deployment(`{ workers: ${value}, batchSize: 256 }`);
const whole = 'it must be a whole number';

const profile = (more: string) => `apiVersion: afd-lens/v1
kind: LatencyProfile
timeUnit: ms
calibration: measured
attention: { alpha: 1, beta: 1 }
ffn: { alpha: 1, beta: 1 }
${more}`;

describe('schema problems', () => {
  const cases: readonly [string, string, readonly (readonly [string, string])[]][] = [
    ['zero', size('0'), [['0', '`workers` is 0; it must be a whole number of at least 1.']]],
    ['negative', size('-4'), [['-4', '`workers` is -4; it must be a whole number of at least 1.']]],
    ['a fraction', size('1.5'), [['1.5', `\`workers\` is 1.5; ${whole}.`]]],
    ['a quoted number', size('"8"'), [['"8"', `\`workers\` is the text \`8\`; ${whole}.`]]],
    ['thousands separators', size('1_000'), [['1_000', `\`workers\` is the text \`1_000\`; ${whole}.`]]],
    ['exponents and hexadecimals are numbers', size('1e1') + size('0xA').replace(header, `---\n${header}`), []],
    ['true', size('true'), [['true', `\`workers\` is true; ${whole}.`]]],
    ['not a number', size('.nan'), [['.nan', `\`workers\` is not a number (.nan); ${whole}.`]]],
    ['infinity', size('.inf'), [['.inf', '`workers` is infinite; it must be a finite number.']]],
    ['too many', size('100001'), [['100001', '`workers` is 100001; it must be at most 100000.']]],
    ['a list', size('[1]'), [['[', `\`workers\` is a list; ${whole}.`]]],
    ['nothing', size(''), [['workers', '`workers` has no value; write a whole number.']]],
    ['null', size('~'), [['~', '`workers` has no value; write a whole number.']]],
    ['a template', size('{{ .workers }}'), []],
    ['an empty text', spec(`  model: ""\n${pools}`), [['""', '`model` is empty; it must be some text.']]],
    [
      'a time without unit',
      spec(`${pools}  slo: { tpot: 50 }\n`),
      [['50', '`tpot` is 50; it must be text, like `50ms`.']],
    ],
    [
      'a time in words',
      spec(`${pools}  slo: { tpot: soon }\n`),
      [['soon', '`tpot` is `soon`; write a positive time with its unit, like `50ms`.']],
    ],
    [
      'half-typed pools',
      spec('  attention:\n  ffn:\n'),
      [
        ['attention', '`attention` has no value; write its keys, indented, below it.'],
        ['ffn', '`ffn` has no value; write its keys, indented, below it.'],
      ],
    ],
    [
      'no pools',
      spec(''),
      [['spec', '`spec` needs `attention`: the attention pool: workers that hold requests and their KV cache.']],
    ],
    [
      'no size',
      deployment('{ batchSize: 256 }'),
      [['attention', '`attention` needs its size: `workers`, or `dataParallel` with `tensorParallel`.']],
    ],
    [
      'two sizes',
      deployment('{ workers: 4, dataParallel: 4, batchSize: 256 }'),
      [['dataParallel', '`attention` gives both `workers` and `dataParallel`; keep one way of counting.']],
    ],
    [
      'workers and a factor',
      deployment('{ workers: 4, tensorParallel: 4, batchSize: 256 }'),
      [['tensorParallel', '`attention` gives both `workers` and `tensorParallel`; keep one way of counting.']],
    ],
    [
      'trace and statistics',
      `${header}spec:\n  workload: { trace: a.csv, statistics: {} }\n${pools}`,
      [['statistics', '`workload` gives both `trace` and `statistics`; keep the one that should count.']],
    ],
    [
      'neither trace nor statistics',
      `${header}spec:\n  workload: {}\n${pools}`,
      [['workload', '`workload` needs `trace` (a request trace) or `statistics`.']],
    ],
    [
      'columns without a trace',
      `${header}spec:\n  workload: { statistics: {}, columns: { prefill: a, decode: b } }\n${pools}`,
      [['columns', '`columns` names columns of a trace, but there is no `trace`.']],
    ],
    [
      'an unknown key',
      spec(`${pools}  replicas: 3\n`),
      [
        [
          'replicas',
          'Unknown key `replicas` in `spec`; known keys: model, latencyProfile, workload, attention, ffn, microbatches, slo, ...',
        ],
      ],
    ],
    [
      'a misspelt key',
      spec(`${pools}  microbatch: 3\n`),
      [['microbatch', 'Unknown key `microbatch` in `spec`; did you mean `microbatches`?']],
    ],
    [
      'one letter is no hint',
      `${header}spec:\n  workload: { statistics: { q: 1 } }\n${pools}`,
      [
        [
          'q',
          'Unknown key `q` in `statistics`; known keys: n, sumP, sumD, sumD2, sumPD, sumP2D, sumPD2, sumD3, requests, ...',
        ],
      ],
    ],
    [
      'a misspelt key that is needed is reported once',
      deployment('{ workers: 10, batchSize: 256 }').replace('  ffn', '  fnn'),
      [['fnn', 'Unknown key `fnn` in `spec`; did you mean `ffn`?']],
    ],
    [
      'a misspelt first key',
      'apiVersoin: afd-lens/v1\nkind: AFDDeployment\nspec: { attention: { workers: 1 }, ffn: { workers: 1 } }\n',
      [['apiVersoin', 'Unknown key `apiVersoin`; did you mean `apiVersion`?']],
    ],
    ['a key of our own', spec(`${pools}  x-note: anything\n`), []],
    [
      'no apiVersion',
      'kind: AFDDeployment\nspec: { attention: { workers: 1 }, ffn: { workers: 1 } }\n',
      [['kind', 'The document needs `apiVersion`: version of this format.']],
    ],
    [
      'no spec',
      header,
      [['apiVersion', 'The document needs `spec`: the pools, what they serve, and how fast they are.']],
    ],
    [
      'no kind',
      'apiVersion: afd-lens/v1\n',
      [['a', 'The document needs `kind`: `AFDDeployment`, `LatencyProfile`, `Device` or `Model`.']],
    ],
    [
      'an empty kind',
      'kind:\n',
      [['kind', 'The document needs `kind`: `AFDDeployment`, `LatencyProfile`, `Device` or `Model`.']],
    ],
    [
      'a misspelt kind',
      'kind: AFDDeploymnt\n',
      [['AFDDeploymnt', 'Unknown kind `AFDDeploymnt`; did you mean `AFDDeployment`?']],
    ],
    [
      'another kind',
      'kind: Pod\n',
      [['Pod', 'Unknown kind `Pod`; known kinds: `AFDDeployment`, `LatencyProfile`, `Device` or `Model`.']],
    ],
    ['a list', '- 1\n', [['-', 'The document needs `kind`: `AFDDeployment`, `LatencyProfile`, `Device` or `Model`.']]],
    [
      'another version',
      deployment('{ workers: 10, batchSize: 256 }').replace('v1', 'v2'),
      [['afd-lens/v2', '`apiVersion` is the text `afd-lens/v2`; it must be `afd-lens/v1`.']],
    ],
    [
      'one of several',
      profile('communication: { alpha: 1, beta: 1, scalesWith: bundel }\n'),
      [['bundel', '`scalesWith` is the text `bundel`; it must be one of bundle, worker; did you mean `bundle`?']],
    ],
    [
      'a number or a map',
      profile('communication: { alpha: 1, beta: 1 }\nrelativeError: much\n'),
      [['much', '`relativeError` is the text `much`; it must be a number or a map.']],
    ],
    [
      'entries of a list',
      profile('communication: { alpha: 1, beta: 1 }\ncalibratedRanges: { ratio: [1, x], batchSize: [1] }\n'),
      [
        ['x', '`ratio[1]` is the text `x`; it must be a number.'],
        ['[', '`batchSize` is a list; it must be a list of 2 numbers.'],
      ],
    ],
    [
      'a long description is cut',
      profile('communication: { alpha: 1, beta: 1 }\n').replace(/calibration.*\n/, ''),
      [['apiVersion', 'The document needs `calibration`: how the numbers were obtained.']],
    ],
    [
      'through a merge key',
      `x-a: &a { wrokers: 1 }\n${deployment('{ <<: *a, workers: 10, batchSize: 256 }')}`,
      [
        [
          '*a',
          'Unknown key `wrokers` in `attention`; known keys: workers, dataParallel, tensorParallel, batchSize, device, ...',
        ],
      ],
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(`are said in one short sentence: ${title}`, () => {
      const found = problems(text);
      assert.deepEqual(found, expected);
      for (const [, message] of found) assert.ok(message.length <= 120, message);
    });
  }

  const fixes: readonly [string, string, string | undefined][] = [
    ['a key', spec(`${pools}  microbatch: 3\n`), spec(`${pools}  microbatches: 3\n`)],
    [
      'a quoted key keeps its quotes',
      deployment('{"worker":10,"batchSize":256}'),
      deployment('{"workers":10,"batchSize":256}'),
    ],
    ['a kind', 'kind: AFDDeploymnt\n', 'kind: AFDDeployment\n'],
    [
      'a version',
      deployment('{ workers: 10, batchSize: 256 }').replace('v1', 'v9'),
      deployment('{ workers: 10, batchSize: 256 }'),
    ],
    [
      'a key behind a merge key stays',
      `x-a: &a { worker: 10, batchSize: 256 }\n${deployment('{ <<: *a }')}`,
      undefined,
    ],
    ['a kind behind a merge key stays', 'x-k: &k { kind: AFDDeploymnt }\n<<: *k\n', undefined],
    ['a block scalar stays', 'kind: >-\n  AFDDeploymnt\nspec: 1\n', undefined],
  ];
  for (const [title, text, expected] of fixes) {
    it(`are corrected where that is safe: ${title}`, () => {
      const corrections = findingsOf(text)
        .filter(({ code }) => /^AFD30[23]$/.test(code))
        .flatMap((finding) => finding.fixes.filter(({ preferred }) => preferred));
      assert.deepEqual(
        corrections.map((fix) => fixed(text, fix)),
        expected === undefined ? [] : [expected],
      );
    });
  }

  it('stay few for 20,000 unknown keys', () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `  key${at}: 1\n`).join('');
    assert.equal(findingsIn(analyse(spec(keys + pools))).length, 100);
  });
});

describe('the schema at a path', () => {
  const at = (path: string) => schemaAt(configurationSchema, path === '' ? [] : path.split('.'));

  it('goes through lists, with and without their indices, and through keys that match a pattern', () => {
    for (const path of ['overrides.3.rules.AFD101', 'overrides.rules.AFD101', 'rules.AFD101'])
      assert.deepEqual(at(path)?.enum, ['off', 'hint', 'info', 'warning', 'error'], path);
    assert.equal(at('overrides.0.thresholds.minGainPercent')?.maximum, 100);
    assert.deepEqual(at('ignores.1')?.required, ['rule', 'reason']);
    assert.equal(at('ignores')?.type, 'array');
    assert.equal(at('overrides.files.0')?.type, 'string');
    assert.equal(at('workload.statistics.meanDecode')?.type, 'number');
  });

  it('is unknown for keys that the schema does not have', () => {
    for (const path of ['rules.ratio', 'overrides.0.ignores', 'latencyProfile.x', 'none'])
      assert.equal(at(path), undefined, path);
  });

  it('is named by its key, in a list by the list', () => {
    assert.deepEqual([['spec', 'model'], ['overrides', '0'], ['8'], []].map(nameAt), [
      'model',
      'overrides[0]',
      '8',
      '',
    ]);
  });
});
