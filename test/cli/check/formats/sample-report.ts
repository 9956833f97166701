import type {
  CheckedFile,
  CheckReport,
  FormatContext,
  ReportedFinding,
  ReportedFix,
} from '../../../../server/src/cli/check/check-report';
import type { Span } from '../../../../server/src/report/line-and-column';

/** A manifest with a blank in its path: two deployments, one of which nothing is known about. */
const chatText = `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: chat }
spec:
  model: deepseekk-v3
  latencyProfile: ascend-910c-deepseek-v3
  workload: { trace: traces/monday.csv } # afd-lens: ignore AFD201 -- all there is so far
  attention:
    workers: 4
    batchSize: 256
  ffn: { workers: 1 }
  colour: blue
---
apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: batch }
spec:
  latencyProfile: ascend-910c-deepseek-v3
  ffn: { workers: 1 }
`;

/** A manifest that begins with a byte order mark, ends its lines with CRLF, and has letters of every width. */
const wideText = [
  '\uFEFFapiVersion: afd-lens/v1',
  'kind: AFDDeployment',
  'metadata: { name: größe, labels: { チーム: "推論 🚀 <b>|@team", é: x } }',
  'spec:',
  '  workload: { "🚀": 1, trace: "\t*https://x.y/#1*" }',
  '  attention: { "負荷": "𐐀", workers: 0, batchSize: 256 }',
  `  description: "${'long '.repeat(40)}"\t# 長い`,
  '  ffn:',
  '    workers: 1',
  '    workers: 2',
  '',
].join('\r\n');

/** A manifest that nothing is wrong with. */
const goodText = 'kind: AFDDeployment\nmetadata: { name: good }\n';

/** The stretch of a text that `words` take, the `nth` time they occur. */
export function spanOf(text: string, words: string, nth = 1): Span {
  let start = -1;
  for (let i = 0; i < nth; i++) start = text.indexOf(words, start + 1);
  if (start === -1) throw new Error(`no ${words} in the text`);
  return { start: placeAt(text, start), end: placeAt(text, start + words.length) };
}

function placeAt(text: string, offset: number) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function finding(
  file: CheckedFile,
  code: string,
  span: Span,
  rest: Pick<ReportedFinding, 'severity' | 'message' | 'path'> & Partial<ReportedFinding>,
): ReportedFinding {
  return {
    file: file.file,
    repositoryFile: file.repositoryFile,
    code,
    title: sampleContext.rules.find((rule) => rule.code === code)!.title,
    deployment: undefined,
    fingerprint: `${code}-${rest.path || 'root'}`,
    gain: undefined,
    suppressed: undefined,
    related: [],
    fixes: [],
    ...span,
    ...rest,
  };
}

function fix(title: string, preferred: boolean, edits: readonly (readonly [Span, string])[]): ReportedFix {
  return { title, preferred, edits: edits.map(([span, newText]) => ({ ...span, newText })) };
}

const chat: CheckedFile = {
  file: 'chat prod.afd.yaml',
  repositoryFile: 'deploy/chat prod.afd.yaml',
  text: chatText,
};
const wide: CheckedFile = {
  file: 'größe/日本 🚀,1:2.afd.yaml',
  repositoryFile: 'deploy/größe/日本 🚀,1:2.afd.yaml',
  text: wideText,
};
const good: CheckedFile = { file: 'good.afd.yaml', repositoryFile: 'deploy/good.afd.yaml', text: goodText };

const page = (code: string, title: string): string =>
  `# ${code}: ${title}\n\n## What it says\n\nSomething with \`code\`, a [link](https://example.org/a) and [more](README.md#suppression).\n\n## Why it matters\n\nBecause.\n`;

const rule = (code: string, title: string, severity: FormatContext['rules'][number]['severity']) => {
  return { code, title, severity, page: page(code, title) };
};

export const sampleContext: FormatContext = {
  version: '0.1.0',
  homepage: 'https://github.com/afd-lens/afd-lens#readme',
  rules: [
    rule('AFD101', 'Ratio mis-sized, attention-bound', 'warning'),
    rule('AFD111', 'Not evaluated: a fact is missing', 'info'),
    rule('AFD201', 'Trace too short', 'info'),
    rule('AFD302', 'Value or key not as the schema asks', 'error'),
    rule('AFD303', 'Unknown key', 'warning'),
    rule('AFD304', 'Unknown profile or model id', 'error'),
    rule('AFD305', 'Referenced file not found or not readable', 'error'),
    rule('AFD307', 'Key given twice', 'error'),
  ],
  colour: false,
  showSuppressed: false,
};

const chatFindings: readonly ReportedFinding[] = [
  finding(chat, 'AFD304', spanOf(chatText, 'deepseekk-v3'), {
    severity: 'info',
    message: 'Unknown model `deepseekk-v3`; did you mean `deepseek-v3`?',
    path: 'spec.model',
    deployment: 'chat',
    fixes: [fix('Change to deepseek-v3', true, [[spanOf(chatText, 'deepseekk-v3'), 'deepseek-v3']])],
  }),
  finding(chat, 'AFD201', spanOf(chatText, 'traces/monday.csv'), {
    severity: 'info',
    message: 'The trace has 300 usable requests, fewer than 1,000: theta is known to ± 11 % (95 %).',
    path: 'spec.workload.trace',
    deployment: 'chat',
    suppressed: { by: 'comment', reason: 'all there is so far' },
  }),
  finding(chat, 'AFD101', spanOf(chatText, '4'), {
    severity: 'warning',
    message: '4A:1F is attention-bound: 20A:2F gives +11 % (+4.2 to +11 %) tokens/s per worker.',
    path: 'spec.attention.workers',
    deployment: 'chat',
    gain: 0.11,
    related: [{ message: '1 FFN worker, idle 41 % of each cycle.', ...lastOf(chatText, 'workers: 1') }],
    fixes: [
      fix('Change to 20A:2F (+11 %, same FFN pool)', true, [
        [spanOf(chatText, '{ workers: 1 }'), '{ workers: 2 }'],
        [spanOf(chatText, '4'), '20'],
      ]),
      fix('Ignore AFD101 here, with a reason', false, [
        [{ start: { line: 9, column: 1 }, end: { line: 9, column: 1 } }, '    # afd-lens: ignore AFD101 -- intended\n'],
      ]),
      fix('Nothing', false, []),
    ],
  }),
  finding(chat, 'AFD303', spanOf(chatText, 'colour'), {
    severity: 'warning',
    message: 'Unknown key `colour`.',
    path: 'spec.colour',
    deployment: 'chat',
    suppressed: { by: 'baseline', reason: undefined },
  }),
  finding(chat, 'AFD111', spanOf(chatText, 'spec', 2), {
    severity: 'hint',
    message: 'Not evaluated: `attention` is missing.',
    path: 'spec',
    deployment: 'batch',
  }),
];

const wideFindings: readonly ReportedFinding[] = [
  finding(wide, 'AFD303', spanOf(wideText, 'apiVersion'), {
    severity: 'warning',
    message: 'Unknown key `<b>|@team`, see [x](y) {0} https://x.y/#1 and *this* :smile:.',
    path: '',
    suppressed: { by: 'ignores', reason: 'a <b>reason</b> | with @team' },
  }),
  finding(wide, 'AFD305', spanOf(wideText, '\t*https://x.y/#1*'), {
    severity: 'error',
    message: 'The trace `\u001b[31m*https://x.y/#1*` does not exist, @team: see #12 | <b>x</b>, 100%.',
    path: 'spec.workload.trace',
    deployment: 'größe',
  }),
  finding(wide, 'AFD302', lastOf(wideText, 'workers: 0'), {
    severity: 'error',
    message: '`workers` is 0; it must be at least 1.',
    path: 'spec.attention.workers',
    deployment: 'größe',
    fixes: [fix('Remove it', true, [[spanOf(wideText, 'workers: 0, '), '']])],
  }),
  finding(wide, 'AFD303', spanOf(wideText, '# 長い'), {
    severity: 'warning',
    message: 'Something at the end of a long line.',
    path: 'spec.description',
    deployment: 'größe',
  }),
  finding(
    wide,
    'AFD307',
    { start: spanOf(wideText, 'workers: 1').start, end: spanOf(wideText, 'workers: 2').end },
    {
      severity: 'error',
      message: 'The key `workers` is given twice.',
      path: 'spec.ffn.workers',
      deployment: 'größe',
    },
  ),
];

/** The last character of the words. */
function lastOf(text: string, words: string): Span {
  const { end } = spanOf(text, words);
  return { start: { line: end.line, column: end.column - 1 }, end };
}

/**
 * Everything a report can contain: three files, all severities, the three ways to suppress, a related place, fixes of
 * one and of two edits, wide letters, CRLF, a byte order mark, a long line, a finding over two lines, and deployments
 * that are not evaluated.
 */
export const sampleReport: CheckReport = {
  files: [chat, wide, good],
  deployments: [
    {
      file: chat.file,
      name: 'chat',
      status: 'evaluated',
      summary: '4A:1F · attention-bound · 0.6585 tok/cycle per worker · optimum 20A:2F',
      reasons: [],
    },
    {
      file: chat.file,
      name: 'batch',
      status: 'notEvaluated',
      summary: 'batch · not evaluated: a fact is missing',
      reasons: ['Not evaluated: `attention` is missing.'],
    },
    {
      file: wide.file,
      name: 'größe',
      status: 'partial',
      summary: '0A:1F · not evaluated: the trace cannot be used',
      reasons: ['`workers` is 0; it must be at least 1.', 'A reason that no finding gives, with `|` and @team.'],
    },
    {
      file: good.file,
      name: 'good',
      status: 'evaluated',
      summary: '10A:1F · FFN-bound · 0.74 tok/cycle per worker · optimal',
      reasons: [],
    },
  ],
  findings: [...chatFindings, ...wideFindings],
  problems: ['missing.afd.yaml: no such file', 'afd-lens.config.yaml: `rules` has an unknown code AFD999'],
};

/** A report of so many findings in one file, most of them hints; what is worth most stands last. */
export function largeReport(count: number): CheckReport {
  const text = 'workers: 4\n'.repeat(count);
  const file: CheckedFile = { file: 'large.afd.yaml', repositoryFile: 'deploy/large.afd.yaml', text };
  const findings = Array.from({ length: count }, (_, i) =>
    finding(
      file,
      'AFD101',
      { start: { line: i + 1, column: 10 }, end: { line: i + 1, column: 11 } },
      {
        severity: i >= count - 5 ? 'error' : i % 100 === 0 ? 'warning' : 'hint',
        message: `Finding ${i} is about a number that could be another one, as its rule says at length.`,
        path: `items[${i % 1000}]`,
        gain: i / count,
      },
    ),
  );
  return { files: [file], deployments: [], findings, problems: [] };
}
