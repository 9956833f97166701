import fc from 'fast-check';

/** A generated manifest file, and how many AFD deployments it holds. */
export interface StyledManifest {
  readonly text: string;
  readonly deployments: number;
}

const noise = fc.constantFrom('', '', '', ' # workers: 99', ' # 推理 🚀 é', '  # "quoted \' {', '\t# tab');
const lineNoise = fc.constantFrom('', '', '', '# note: 1\n', '\n', '  # 🚀\n', '\n\n# ünïcode\n');
const names = fc.constantFrom('chat-prod', '"推理 🚀"', "'it''s'", '"a: b # c"');
const counts = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constantFrom(1, 4, 10, 512));

const pieces = fc.record({
  attention: counts,
  ffn: fc.integer({ min: 1, max: 6 }),
  batchSize: fc.constantFrom(1, 32, 256, 1024),
  microbatches: fc.constantFrom(undefined, 1, 2, 3, 4),
  attentionFrom: fc.constantFrom(
    'block',
    'flow',
    'alias',
    'map alias',
    'merge',
    'flow merge',
    'list merge',
    'parallel',
    'tensor',
  ),
  ffnFrom: fc.constantFrom('block', 'flow', 'alias', 'same alias', 'map alias', 'merge'),
  indent: fc.constantFrom('  ', '    ', ' '),
  quote: fc.constantFrom('', '"', "'"),
  name: names,
  noises: fc.array(noise, { minLength: 12, maxLength: 12 }),
  lines: fc.array(lineNoise, { minLength: 4, maxLength: 4 }),
  anchorsLast: fc.boolean(),
});

type Pieces = typeof pieces extends fc.Arbitrary<infer T> ? T : never;

/** One deployment in the given style, its anchors before it. */
function render(p: Pieces): string {
  const [i, q] = [p.indent, p.quote];
  const note = (at: number) => p.noises[at] ?? '';
  const key = (name: string) => `${q}${name}${q}`;
  const anchors: string[] = [];
  const anchor = (name: string, body: string) => anchors.push(`${i}${name}: &${name} ${body}`);
  const batch = `${key('batchSize')}: ${p.batchSize}`;
  const attention = ((): string => {
    switch (p.attentionFrom) {
      case 'flow':
        return ` { ${key('workers')}: ${p.attention}, ${batch} }${note(0)}\n`;
      case 'alias':
        anchor('count', `${p.attention}${note(1)}`);
        return `${note(0)}\n${i}${i}${key('workers')}: *count${note(2)}\n${i}${i}${batch}\n`;
      case 'map alias':
        anchor('pool', `{ workers: ${p.attention}, ${batch} }`);
        return ` *pool${note(0)}\n`;
      case 'merge':
        anchor('pool', `{ workers: ${p.attention} }${note(1)}`);
        return `${note(0)}\n${i}${i}<<: *pool${note(2)}\n${i}${i}${batch}\n`;
      case 'flow merge':
        anchor('pool', `{ workers: ${p.attention} }`);
        return ` { <<: *pool, ${batch} }${note(0)}\n`;
      case 'list merge':
        anchor('other', '{ batchSize: 7 }');
        anchor('pool', `\n${i}${i}workers: ${p.attention}${note(1)}\n${i}${i}batchSize: 9`);
        return `\n${i}${i}${batch}\n${i}${i}<<: [*other, *pool]${note(2)}\n`;
      case 'parallel':
        return `${note(0)}\n${i}${i}${key('dataParallel')}: ${p.attention}${note(1)}\n${i}${i}${batch}${note(2)}\n`;
      case 'tensor':
        return ` { ${key('dataParallel')}: ${p.attention}, tensorParallel: 2,\n${i}${i}${batch} }${note(0)}\n`;
      default:
        return `${note(0)}\n${p.lines[0]}${i}${i}${key('workers')}: ${p.attention}${note(1)}\n${i}${i}${batch}${note(2)}\n`;
    }
  })();
  const ffn = ((): string => {
    switch (p.ffnFrom) {
      case 'block':
        return `${note(3)}\n${i}${i}${key('workers')}:   ${p.ffn}${note(4)}\n`;
      case 'alias':
        anchor('ffnCount', String(p.ffn));
        return ` { workers: *ffnCount }${note(3)}\n`;
      case 'same alias':
        if (!anchors.some((line) => line.includes('&count'))) anchor('count', String(p.ffn));
        return ` { workers: *count }${note(3)}\n`;
      case 'map alias':
        anchor('ffnPool', `{ workers: ${p.ffn} }`);
        return ` *ffnPool${note(3)}\n`;
      case 'merge':
        anchor('ffnPool', `{ workers: ${p.ffn} }`);
        return `\n${i}${i}<<: *ffnPool${note(3)}\n`;
      default:
        return ` {${key('workers')}: ${p.ffn}}${note(3)}\n`;
    }
  })();
  const shared = anchors.length > 0 ? `x-shared:${note(5)}\n${anchors.join('\n')}\n` : '';
  return [
    p.anchorsLast ? `apiVersion: afd-lens/v1${note(6)}\n${shared}` : `${shared}apiVersion: afd-lens/v1${note(6)}\n`,
    `kind: AFDDeployment${note(7)}\nmetadata: { name: ${p.name} }${note(8)}\n${p.lines[1]}spec:${note(9)}\n`,
    `${i}latencyProfile: ascend-910c-deepseek-v3${note(10)}\n`,
    `${i}workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }\n`,
    `${i}${key('attention')}:${attention}${p.lines[2]}${i}${key('ffn')}:${ffn}`,
    p.microbatches === undefined ? '' : `${i}microbatches: ${p.microbatches}${note(11)}\n`,
    p.lines[3],
  ].join('');
}

/** Manifest files of several documents in every style we know of. All are valid; most deployments are mis-sized. */
export const styledManifests: fc.Arbitrary<StyledManifest> = fc
  .record({
    documents: fc.array(pieces, { minLength: 1, maxLength: 3 }),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    start: fc.constantFrom('', '', '---\n', '# first\n---\n', '%YAML 1.2\n---\n'),
    end: fc.constantFrom('', '', '---\n', '...\n', '# last'),
  })
  .map(({ documents, crlf, bom, start, end }) => {
    const text = start + documents.map(render).join('---\n') + end;
    return {
      text: (bom ? '\uFEFF' : '') + (crlf ? text.replaceAll('\n', '\r\n') : text),
      deployments: documents.length,
    };
  });
