import type { SchemaProblem } from '../../../yaml/schema-problems';
import { entryOf, nodeAt, type TreeNode } from '../../../yaml/yaml-tree';
import type { Fact } from '../../fact';
import { efficiencyNames, type HardwareFacts, networkNames, precisionNames } from '../../hardware-facts';
import type { FactReader } from './fact-reader';

/** What the `spec` of a native manifest says of devices, prices, precisions and the roofline's assumptions. */
export function readHardware(spec: TreeNode | undefined, reader: FactReader, problems: SchemaProblem[]): HardwareFacts {
  const attention = nodeAt(spec, ['attention']);
  const ffn = nodeAt(spec, ['ffn']);
  const precision = nodeAt(spec, ['precision']);
  const roofline = nodeAt(spec, ['roofline']);
  const efficiency = nodeAt(spec, ['roofline', 'efficiency']);
  const both = reader.text(spec, 'device');
  const reserve = reader.number(nodeAt(spec, ['memory']), 'reserveGB', (amount) => amount >= 0);
  const attentionCost = reader.number(attention, 'instanceCost', isAboveZero);
  const ffnCost = reader.number(ffn, 'instanceCost', isAboveZero);
  const priced = [attention, ffn].filter((pool) => entryOf(pool, 'instanceCost'));
  const lone = priced.length === 1 ? (attentionCost ?? ffnCost) : undefined;
  if (lone) problems.push(lonePrice(lone, lone === attentionCost));
  return {
    attentionDevice: reader.text(attention, 'device') ?? both,
    ffnDevice: reader.text(ffn, 'device') ?? both,
    attentionCost,
    ffnCost,
    weights: reader.choice(precision, 'weights', precisionNames)?.value,
    kvCache: reader.choice(precision, 'kvCache', precisionNames)?.value,
    reserveBytes: reserve && reserve.value * 1e9,
    efficiency: Object.fromEntries(
      efficiencyNames.flatMap((name) => {
        const share = reader.number(efficiency, name, isShare)?.value;
        return share === undefined ? [] : [[name, share]];
      }),
    ),
    network: reader.choice(roofline, 'network', networkNames)?.value,
    hopSeconds: reader.seconds(roofline, 'hopLatency', problems)?.value,
    operationSeconds: reader.seconds(roofline, 'operationLatency', problems)?.value,
    expertBalance: reader.number(roofline, 'expertBalance', isShare)?.value,
  };
}

function isShare(value: number): boolean {
  return value > 0 && value <= 1;
}

function isAboveZero(value: number): boolean {
  return value > 0;
}

function lonePrice({ keyRange }: Fact<number>, isAttention: boolean): SchemaProblem {
  const [pool, other] = isAttention ? ['attention', 'FFN'] : ['FFN', 'attention'];
  return {
    kind: 'missing-key',
    message: `\`instanceCost\` of the ${pool} pool counts only beside that of the ${other} pool; give both or none.`,
    range: keyRange,
    replacement: undefined,
  };
}
