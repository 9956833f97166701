// Also tests: manifest/launches/launch-agreement
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Launch } from '../../../server/src/manifest/launches/launch';
import { pairLaunches } from '../../../server/src/manifest/launches/pair-launches';
import { launchesIn } from './launch-fixtures';

interface Line {
  readonly role: string;
  readonly a?: number;
  readonly f?: number;
  readonly host?: string;
  readonly model?: string;
  readonly more?: string;
}

function line({ role, a = 4, f = 2, host = 'ffn-0', model = 'm', more = '' }: Line): string {
  const afd = JSON.stringify({ role, host, num_attention_ranks: a, num_ffn_ranks: f });
  return `vllm serve ${model} ${more} --additional-config '{"afd": ${afd}}'\n`;
}

function read(lines: readonly Line[], path?: string): readonly Launch[] {
  return launchesIn(lines.map(line).join(''), 'x.sh', path);
}

/** Groups as people would write them: the role and sizes of each launch. */
function groups(launches: readonly Launch[]): readonly string[] {
  return pairLaunches(launches).map((group) =>
    group
      .map((launch) => {
        const ranks = [launch.attentionRanks, launch.ffnRanks].map((fact) => fact && 'value' in fact && fact.value);
        return `${launch.pool}${ranks.join('/')}${launch.file === undefined ? '' : `@${launch.file}`}`;
      })
      .join(' + '),
  );
}

describe('pairing launches', () => {
  const cases: readonly [string, readonly Line[], readonly string[]][] = [
    ['two that agree', [{ role: 'attention' }, { role: 'ffn' }], ['attention4/2 + ffn4/2']],
    ['one alone', [{ role: 'ffn' }], ['ffn4/2']],
    [
      'several nodes of one pool',
      [{ role: 'attention' }, { role: 'attention', more: '--headless --data-parallel-start-rank 2' }, { role: 'ffn' }],
      ['attention4/2 + attention4/2 + ffn4/2'],
    ],
    [
      'two deployments on one host, apart by their sizes',
      [{ role: 'attention', a: 2, f: 1 }, { role: 'ffn', a: 2, f: 1 }, { role: 'attention' }, { role: 'ffn' }],
      ['attention2/1 + ffn2/1', 'attention4/2 + ffn4/2'],
    ],
    [
      'the only two, though they disagree',
      [
        { role: 'attention', a: 4 },
        { role: 'ffn', a: 8 },
      ],
      ['attention4/2 + ffn8/2'],
    ],
    [
      'no two that disagree where others may be meant',
      [
        { role: 'attention', a: 4 },
        { role: 'attention', a: 6 },
        { role: 'ffn', a: 8 },
      ],
      ['attention4/2', 'attention6/2', 'ffn8/2'],
    ],
    [
      'those that agree first, and then what is left over',
      [
        { role: 'attention' },
        { role: 'ffn' },
        { role: 'attention', a: 6, host: 'b' },
        { role: 'ffn', a: 8, host: 'b' },
      ],
      ['attention4/2 + ffn4/2', 'attention6/2 + ffn8/2'],
    ],
    [
      'a model that only a run knows with one that is written',
      [{ role: 'attention', model: '"$MODEL"' }, { role: 'ffn' }],
      ['attention4/2 + ffn4/2'],
    ],
    [
      'a node that disagrees with the one it follows',
      [
        { role: 'attention' },
        { role: 'attention', a: 5, more: '--headless --data-parallel-start-rank 2' },
        { role: 'ffn' },
      ],
      ['attention4/2 + attention5/2 + ffn4/2'],
    ],
  ];
  for (const [title, lines, expected] of cases) {
    it(title, () => assert.deepEqual(groups(read(lines)), expected));
  }

  it('takes the other pool from the same folder', () => {
    const launches = [...read([{ role: 'attention' }]), ...read([{ role: 'ffn' }], '/d/ffn.sh')];
    assert.deepEqual(groups(launches), ['attention4/2 + ffn4/2@/d/ffn.sh']);
  });

  it('keeps apart the deployments of two scripts that differ only in their sizes', () => {
    const small = [
      { role: 'attention', a: 2, f: 1 },
      { role: 'ffn', a: 2, f: 1 },
    ];
    const large = [{ role: 'attention' }, { role: 'ffn' }];
    assert.deepEqual(groups([...read(small), ...read(large, '/d/launch_4a2f.sh')]), ['attention2/1 + ffn2/1']);
    assert.deepEqual(groups([...read(large), ...read(small, '/d/launch_2a1f.sh')]), ['attention4/2 + ffn4/2']);
  });

  it('finds no disagreement among four scripts of one role each', () => {
    const own = read([{ role: 'attention', a: 2, f: 1 }]);
    const others = [
      ...read([{ role: 'ffn', a: 2, f: 1 }], '/d/b.sh'),
      ...read([{ role: 'attention' }], '/d/c.sh'),
      ...read([{ role: 'ffn' }], '/d/d.sh'),
    ];
    assert.deepEqual(groups([...own, ...others]), ['attention2/1 + ffn2/1@/d/b.sh']);
  });

  it('pairs nothing across files where either of two copies may be meant', () => {
    const launches = [
      ...read([{ role: 'attention' }]),
      ...read([{ role: 'ffn' }], '/d/prod.sh'),
      ...read([{ role: 'ffn' }], '/d/staging.sh'),
    ];
    assert.deepEqual(groups(launches), ['attention4/2']);
  });

  it('leaves a file that has both pools alone, whatever lies beside it', () => {
    const both = [{ role: 'attention' }, { role: 'ffn' }];
    assert.deepEqual(groups([...read(both), ...read(both, '/d/copy.sh')]), ['attention4/2 + ffn4/2']);
  });

  it('keeps apart the deployments of one file whose objects are named so', () => {
    const pod = (name: string, role: string): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  containers:
    - command: [vllm, serve, m, --additional-config, '{"afd": {"role": "${role}", "host": "$(FFN_HOST)"}}']
`;
    const named = (...names: readonly string[]): readonly string[][] =>
      pairLaunches(
        launchesIn(names.map((name) => pod(name, name.includes('ffn') ? 'ffn' : 'attention')).join(''), 'x.yaml'),
      ).map((group) => group.map(({ carrier }) => carrier.name ?? ''));
    assert.deepEqual(named('blue-attn', 'green-attn', 'green-ffn', 'blue-ffn'), [
      ['blue-attn', 'blue-ffn'],
      ['green-attn', 'green-ffn'],
    ]);
    assert.deepEqual(named('attn-0', 'attn-1', 'ffn-0'), [['attn-0', 'attn-1', 'ffn-0']]);
    assert.deepEqual(named('first-attn', 'second-attn', 'ffn'), [['first-attn', 'second-attn', 'ffn']]);
  });

  const anyLine = fc.record({
    role: fc.constantFrom('attention', 'ffn'),
    a: fc.constantFrom(2, 4),
    f: fc.constantFrom(1, 2),
    host: fc.constantFrom('h', 'i'),
    model: fc.constantFrom('m', '"$M"'),
    more: fc.constantFrom('', '--headless'),
  });
  const anyFiles = fc.array(fc.array(anyLine, { maxLength: 5 }), { minLength: 1, maxLength: 3 });

  function ofFiles(files: readonly (readonly Line[])[]): readonly Launch[] {
    return files.flatMap((lines, index) => read(lines, index === 0 ? undefined : `/d/${index}.sh`));
  }

  it('gives every launch of the file to exactly one deployment, in the order of the text', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const launches = ofFiles(files);
        const found = pairLaunches(launches);
        const grouped = found.flat();
        assert.equal(new Set(grouped).size, grouped.length);
        for (const launch of launches) assert.ok(launch.file !== undefined || grouped.includes(launch));
        const firsts = found.map(([first]) => first!);
        assert.ok(firsts.every(({ file }) => file === undefined));
        const starts = firsts.map(({ site }) => site.start);
        assert.deepEqual(
          starts,
          [...starts].sort((a, b) => a - b),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order in which launches are given', () => {
    fc.assert(
      fc.property(anyFiles, fc.infiniteStream(fc.nat()), (files, numbers) => {
        const launches = ofFiles(files);
        const shuffled = launches
          .map((launch) => [numbers.next().value as number, launch] as const)
          .sort(([a], [b]) => a - b)
          .map(([, launch]) => launch);
        assert.deepEqual(groups(shuffled), groups(launches));
      }),
      { numRuns: 200 },
    );
  });

  it('pairs launches that disagree only where no other could be meant', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => {
        const found = pairLaunches(read(lines));
        const disagreeing = found.find((group) => new Set(group.filter(isLeader).map(said)).size > 1);
        if (!disagreeing) return;
        for (const group of found) assert.ok(group === disagreeing || hasBothPools(group) || !group.some(isLeader));
      }),
      { numRuns: 500 },
    );
  });

  function isLeader({ options }: Launch): boolean {
    return !options.has('headless');
  }

  function said({ attentionRanks, ffnRanks, host }: Launch): string {
    return JSON.stringify([attentionRanks, ffnRanks, host].map((fact) => fact && 'value' in fact && fact.value));
  }

  function hasBothPools(group: readonly Launch[]): boolean {
    return ['attention', 'ffn'].every((pool) => group.some((launch) => launch.pool === pool));
  }
});
