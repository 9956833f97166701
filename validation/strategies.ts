import type { Comparison, Group, StrategyOption } from '../server/src/strategy/comparison';
import type { StrategyQuestion } from '../server/src/strategy/question';
import { stageBudget, utilisationCeiling } from '../server/src/strategy/utilisation-ceiling';
import { byRoofline } from './by-roofline';
import { writePart } from './document';
import { table } from './markdown-table';
import { publishedVerdicts } from './published-verdicts';

/** A workload of arXiv 2605.28302, Table 1: tokens, and the objective on TTFT in seconds. */
interface PublishedUse {
  readonly name: string;
  readonly prefix: number;
  readonly input: number;
  readonly output: number;
  readonly ttft: number;
}

const uses: readonly PublishedUse[] = [
  { name: 'chat', prefix: 4096, input: 512, output: 256, ttft: 0.05 },
  { name: 'coding', prefix: 2048, input: 4096, output: 1024, ttft: 0.1 },
  { name: 'agentic', prefix: 524_288, input: 256, output: 8192, ttft: 0.15 },
];
const strictTpot = 0.015;
const loose = { ttft: 5, tpot: 0.2 };
// What the tables show; to be read again when they change.
const strictText = [
  '- **That AFD keeps stricter objectives reproduces**: its least TTFT is 24 % shorter in chat, 12 % in coding and 3 % in agentic use, and in between only AFD is feasible.',
  '- **Chat at 50 ms does not reproduce**: without AFD it is feasible, too. The least TTFT there is 34 ms, 32 % below the objective (42 ms, 16 % below, within nodes). AFD gives nine times the published throughput.',
  '- **Coding and agentic do not reproduce**: nothing keeps the TTFT. With AFD the least is 1.15 and 1.02 times the objective, without it 1.30 and 1.06 times. Were all stage times 13 to 23 % shorter, only AFD would be feasible in coding; 2 to 5 % in agentic use. That is well within their error. The TTFT here includes waiting, and the first step of decoding.',
].join('\n');
const looseText = [
  '- **That AFD does not win system throughput reproduces** in all six.',
  '- **That aggregated serving wins it reproduces in two of six** (coding of both models, by 0.3 and 1.3 %). Prefill and decode apart are ahead by 0.9 and 2.9 % in chat, 4.1 % in agentic use of Qwen3-235B and 41 % of DeepSeek-V3.2. But for the last that is within the errors of the model.',
  '- **That AFD wins tokens/s of a user reproduces** in all six, by 3 to 6 %: with few requests, and most devices reading experts.',
].join('\n');
const splitText = [
  '- **FFN-heavy splits with latent attention at a tight TPOT reproduce** in chat and coding up to 8 ms, but for one even split (8 x 8A + 8F). At 15 ms groups for both phases are attention-heavy, and groups that only decode a little FFN-heavy.',
  '- **For agentic use they do not reproduce**: with a prefix of 524,288 tokens attention, whose index goes through all of it, takes longer. 2A + 126F is never best.',
  '- **Attention-heavy splits for long prompts with grouped-query attention reproduce**: 30A + 3F and 120A + 8F, where 28A + 4F is published.',
  '- **Not reproduced**: that Qwen3-235B with a prefix of 1M does not fit without AFD (298 GiB a device there). With ranks of 4 devices and experts over all of them it does.',
  '- **Not tried**: Nemotron3, whose state-space layers the roofline does not describe.',
].join('\n');
const deepseek = 'deepseek-v3.2';
const qwen = 'qwen3-235b-a22b-fp8';

/** 128 B200, every request alike. */
function asked(
  model: string,
  { prefix, input, output }: Omit<PublishedUse, 'name' | 'ttft'>,
  objectives: StrategyQuestion['objectives'],
  largestGroupWithoutAfd?: number,
): Comparison {
  const request = { prefix, prompt: prefix + input, output };
  return byRoofline({ model, device: 'b200', devices: 128, request, objectives, largestGroupWithoutAfd });
}

function strictTable(model: string): string {
  const rows = uses.flatMap((use) =>
    [undefined, 8].map((largest) => {
      const comparison = asked(model, use, { ttft: use.ttft, tpot: strictTpot }, largest);
      // Nothing keeps such an objective, so the nearest has the least TTFT.
      const soonest = asked(model, use, { ttft: 1e-9, tpot: strictTpot }, largest);
      return [
        use.name,
        largest === undefined ? 'any' : `${largest}`,
        `${1e3 * use.ttft}`,
        ...sides(comparison).map(best),
        sides(soonest).map(leastTtft).join('; '),
        said(comparison),
      ];
    }),
  );
  return table(
    [
      'use',
      'groups without AFD up to',
      'TTFT limit ms',
      'without AFD',
      'with AFD',
      'least TTFT ms without; with AFD',
      'verdict at ±50 %',
    ],
    rows,
  );
}

/** The options without AFD, and those with it. */
function sides({ options }: Comparison): readonly (readonly StrategyOption[])[] {
  return [options.slice(0, 2), options.slice(2)];
}

function looseTable(): string {
  const rows = [deepseek, qwen].flatMap((model) =>
    uses.map((use) => {
      const { options } = asked(model, use, loose);
      const users = options.map(({ frontier }) =>
        Math.max(0, ...frontier.map((point) => point.tokensPerSecondPerUser)).toFixed(0),
      );
      return [model, use.name, ...options.map((option, i) => `${throughputOf(option)}; ${users[i]}`)];
    }),
  );
  return table(['model', 'use', 'aggregated', 'prefill/decode', 'aggregated + AFD', 'prefill/decode + AFD'], rows);
}

function splitTable(): string {
  const long = { prefix: 0, input: 500_000, output: 10_000 };
  const rows = [
    ...[0.006, 0.008, 0.015].flatMap((tpot) => uses.map((use) => ({ model: deepseek, what: use.name, use, tpot }))),
    ...[0.03, 0.1].map((tpot) => ({ model: qwen, what: 'prompts of 500,000', use: long, tpot })),
  ].map(({ model, what, use, tpot }) => {
    const [, , aggregated, apart] = asked(model, use, { ttft: undefined, tpot }).options;
    return [model, what, `${1e3 * tpot}`, ...[aggregated!, apart!].map((option) => splitOf(option))];
  });
  return table(['model', 'use', 'TPOT ms', 'aggregated + AFD', 'decoding of prefill/decode + AFD'], rows);
}

/** The most throughput of some options within the objectives. */
function best(options: readonly StrategyOption[]): string {
  const kept = options.flatMap(({ feasible, point }) => (feasible && point ? [point.throughput] : []));
  return kept.length === 0 ? 'infeasible' : `${Math.max(...kept).toFixed(0)} tokens/s`;
}

function leastTtft(options: readonly StrategyOption[]): string {
  const times = options.flatMap(({ point }) => (point === undefined ? [] : [1e3 * point.ttft]));
  return times.length === 0 ? 'does not fit' : Math.min(...times).toFixed(0);
}

function said({ verdict, requiredFor, reasons, gain }: Comparison): string {
  const band = gain && `${percent(gain.gain)}, ${percent(gain.low)} to ${percent(gain.high)}`;
  return [verdict, requiredFor, band, reasons.join(', ')].filter(Boolean).join('; ');
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(0)} %`;
}

function throughputOf({ feasible, point }: StrategyOption): string {
  return feasible ? point!.throughput.toFixed(0) : 'infeasible';
}

function splitOf({ feasible, point }: StrategyOption): string {
  const use = point?.uses.find(({ serves }) => serves !== 'prefill');
  return feasible && use !== undefined ? `${use.groups} x ${sizesOf(use.group)}` : 'infeasible';
}

/** Devices of attention and FFN. */
function sizesOf(group: Group): string {
  return group.kind === 'withoutAfd'
    ? `${group.ranks * group.tensorParallel}`
    : `${group.attentionRanks * group.tensorParallel}A + ${group.ffnWorkers}F`;
}

function ceilingTable(): string {
  const deepseekV3 = { experts: 256, perToken: 8, hidden: 7168, expertIntermediate: 2048 };
  const stage = stageBudget(0.05, 1.7, 0.015, 61);
  const h800 = { devicesPerNode: 8, out: 40e9, up: 160e9, memory: 0.8 * 3.35e12, flops: 1979e12 };
  const b200 = { devicesPerNode: 8, out: 50e9, up: 720e9, memory: 0.8 * 7.7e12, flops: 4500e12 };
  const gb200 = { ...b200, devicesPerNode: 72, out: 720e9, memory: 0.8 * 8e12 };
  const published = [
    ...[24.1, 33.1, 16.6, 8.3, 8.3, 8.3].map((share, i) => ({ name: 'H800', device: h800, nodes: 2 ** i, share })),
    { name: 'GB200', device: gb200, nodes: 1, share: 65.5 },
    { name: 'B200', device: b200, nodes: 1, share: 36.4 },
  ];
  const rows = published.map(({ name, device, nodes, share }) => {
    const ffn = {
      nodes,
      devicesPerNode: device.devicesPerNode,
      scaleOutBytesPerSecond: device.out,
      scaleUpBytesPerSecond: device.up,
      memoryBytesPerSecond: device.memory,
      flops: device.flops,
    };
    const here = utilisationCeiling(deepseekV3, ffn, stage);
    return [name, `${nodes}`, `${share} %`, `${(100 * here.share).toFixed(1)} %`, here.from];
  });
  return table(['device', 'FFN nodes', 'published', 'here', 'bounded by'], rows);
}

writePart('strategies', [
  'Beside the conclusions of arXiv 2605.28302, which compares serving DeepSeek-V3.2 and Qwen3-235B on 128 B200, with times from a kernel database and a network simulator. Here all times are derived from data sheets ([roofline.md](roofline.md)), which may be off by half, and every request is alike. So this shows which conclusions follow from the model, not whose numbers are right. How strategies are compared: [strategy.md](strategy.md).',
  '### Strict objectives',
  `Published: under these objectives on TTFT and a TPOT of ${1e3 * strictTpot} ms, DeepSeek-V3.2 is infeasible without AFD, and feasible with it at about 4,000 tokens/s. "Any" admits wide expert parallelism, "8" only groups of one node.`,
  strictTable(deepseek),
  strictText,
  '### Loose objectives',
  `Published: aggregated serving usually wins in tokens/s of the system where objectives are loose, AFD in tokens/s of a user on every panel. Tokens/s; largest tokens/s of a user on the frontier. TTFT ${loose.ttft} s, TPOT ${1e3 * loose.tpot} ms.`,
  looseTable(),
  looseText,
  '### Splits',
  'Published: FFN-heavy splits for DeepSeek-V3.2 at a tight TPOT (2A + 126F for agentic use), attention-heavy ones for long contexts with grouped-query attention (28A + 4F, four times, for Qwen3-235B with prompts of 500,000 tokens). Devices of attention and FFN; no objective on TTFT.',
  splitTable(),
  splitText,
  '### Published verdicts',
  'Measured by others: throughput with AFD over that of wide expert parallelism on the same devices. The settings are partly our reading: weights and KV cache in fp8, all but 100 tokens of the prompt cached, 512 tokens of output, a TPOT of 50 ms. None of these is a verdict here: from a roofline all are near-ties, and neither AFD601 nor AFD602 speaks.',
  publishedVerdicts(),
  '### Utilisation ceilings',
  "Published by arXiv 2602.09721 (as noted by others): the largest share of the FFN devices' peak that rows can arrive for, DeepSeek-V3, fp8. All reproduce; 24.1 % turns out to be bounded by memory, for which a TPOT of 50 ms and 0.8 of the bandwidth are our reading. Its table of further models does not follow from these formulas, and is not used.",
  ceilingTable(),
]);
