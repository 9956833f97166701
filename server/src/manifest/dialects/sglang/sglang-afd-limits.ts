import { quote } from '../../../text/format';
import { known, knownValue, type Launch } from '../../launches/launch';
import { defaultNote, flagOf } from '../../launches/launch-options';
import { countOption } from '../../launches/program-call';
import { placeOf, stated, word } from '../../launches/stated';
import { type Limit, limitAt } from '../limit';

/** SGLang admits the divisors of this as numbers of lanes, which are FFN ranks. */
export const mostLanes = 32;
const mostNodes = 8;

/** What SGLang refuses in a launch with `--afd-execution-mode`; its own error codes stand in brackets. */
export function sglangAfdLimits(launch: Launch): readonly Limit[] {
  return [
    ...settingLimits(launch),
    ...parallelismLimits(launch),
    ...attentionLimits(launch),
    ...nodeLimits(launch),
    ...refusedOptions(launch),
  ];
}

/** Values that are none at all, such as 0 lanes, are the matter of another rule. */
function settingLimits({ microbatches, ffnRanks, port }: Launch): readonly Limit[] {
  const limits: Limit[] = [];
  const stages = known(microbatches);
  if (stages && stages.value >= 1 && stages.value !== 2) {
    limits.push(limitAt(stages, `${stages.value} stages: must be 2 (AFD_GRAPH_STAGE_COUNT_UNSUPPORTED).`, 2));
  }
  const lanes = known(ffnRanks);
  if (lanes && lanes.value >= 1 && mostLanes % lanes.value !== 0) {
    limits.push(limitAt(lanes, `${lanes.value} lanes: SGLang admits 1, 2, 4, 8, 16 or 32.`));
  }
  const first = known(port);
  const last = first && lanes && first.value + lanes.value + 1;
  if (first && last && last > 65_535) {
    limits.push(limitAt(first, `Rendezvous takes the ports up to ${last}, port + lanes + 1: 65535 is the last one.`));
  }
  return limits;
}

/** The sizes that each role must be started with: (tp, dp, ep, pp) is (A, A, 1, 1) and (F, 1, F, 1). */
function parallelismLimits(launch: Launch): readonly Limit[] {
  const ranks = ranksOf(launch);
  if (ranks === undefined) return [];
  const isAttention = launch.pool === 'attention';
  const sizes = [
    ['tensor-parallel-size', ranks],
    ['data-parallel-size', isAttention ? ranks : 1],
    ['expert-parallel-size', isAttention ? 1 : ranks],
    ['pipeline-parallel-size', 1],
  ] as const;
  return sizes.flatMap(([name, wanted]) => {
    const size = known(countOption(launch, name, 1));
    if (!size || size.value === wanted) return [];
    const role = isAttention ? 'attention' : 'FFN';
    const message = `${quote(`--${name}`)} is ${size.value}${defaultNote(size)}, for ${role} it must be ${wanted} (AFD_TOPOLOGY_PARALLELISM_MISMATCH).`;
    return [limitAt(size, message, wanted)];
  });
}

/** Ranks of the process's own role. */
function ranksOf({ pool, attentionRanks, ffnRanks }: Launch): number | undefined {
  if (pool === 'attention') return knownValue(attentionRanks);
  return pool === 'ffn' ? knownValue(ffnRanks) : undefined;
}

function attentionLimits(launch: Launch): readonly Limit[] {
  const ranks = launch.pool === 'attention' ? knownValue(launch.attentionRanks) : undefined;
  const isShared = flagOf(launch, 'enable-dp-attention');
  if (ranks === undefined || isShared === undefined || isShared === ranks > 1) return [];
  const option = launch.options.get('enable-dp-attention');
  const advice = isShared ? 'take it away' : 'add it';
  const message = `${quote('--enable-dp-attention')} is for more than 1 attention rank, here ${ranks}: ${advice} (AFD_TOPOLOGY_DP_ATTENTION_MISMATCH).`;
  return [{ range: option?.nameRange ?? launch.site, message }];
}

function nodeLimits(launch: Launch): readonly Limit[] {
  const nodes = known(countOption(launch, 'nnodes'));
  const ranks = ranksOf(launch);
  if (!nodes || nodes.value < 1) return [];
  if (nodes.value > mostNodes) return [limitAt(nodes, `${nodes.value} nodes: a role can have at most ${mostNodes}.`)];
  if (ranks === undefined || ranks % nodes.value === 0) return [];
  return [limitAt(nodes, `${nodes.value} nodes do not divide the ${ranks} ranks of this role.`)];
}

function refusedOptions(launch: Launch): readonly Limit[] {
  const { options } = launch;
  const flags = [
    ['enable-two-batch-overlap', ' (AFD_TBO_UNSUPPORTED)'],
    ['enable-single-batch-overlap', ''],
  ] as const;
  const set = flags.flatMap(([name, code]) => {
    const option = flagOf(launch, name) ? options.get(name) : undefined;
    return option ? [{ range: option.nameRange, message: `AFD refuses ${quote(`--${name}`)}: remove it${code}.` }] : [];
  });
  const backend = known(stated(placeOf(options.get('moe-a2a-backend')), word));
  const wrongBackend =
    backend && backend.value !== 'none'
      ? [
          limitAt(
            backend,
            `${quote('--moe-a2a-backend')} is ${quote(backend.value)}: AFD admits ${quote('none')} only.`,
            'none',
          ),
        ]
      : [];
  const speculation = options.get('speculative-algorithm');
  const speculative = speculation
    ? [{ range: speculation.nameRange, message: 'AFD refuses speculative decoding: remove it.' }]
    : [];
  return [...set, ...wrongBackend, ...speculative];
}
