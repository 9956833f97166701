import type { Device } from '../latency/hardware/device';
import { formatAmount, formatNumber, plainLine, quote } from '../text/format';
import type { Explanation } from './explanation';

/** What a data sheet says in a few words: `80 GB, 3.35 TB/s, 989 TFLOP/s in bf16`. */
export function deviceSummary({ memoryBytes, memoryBandwidth, flops }: Device): string {
  return `${formatAmount(memoryBytes, 'B')}, ${formatAmount(memoryBandwidth, 'B/s')}, ${formatAmount(flops.bf16, 'FLOP/s')} in bf16`;
}

/** A device by its data sheet, with its sources and where they disagree: for the hover on its name. */
export function explainDevice(device: Device): Explanation {
  const { id, flops, scaleUp, scaleOut, scaleUpDevices, devicesPerNode, pricePerHour, source, notes } = device;
  const compute = (['fp8', 'int8', 'fp4'] as const).flatMap((precision) => {
    const rate = flops[precision];
    return rate === undefined ? [] : [`${formatAmount(rate, 'FLOP/s')} in ${precision}`];
  });
  const network = [
    scaleUp === undefined ? 'scale-up not stated' : `${formatAmount(scaleUp, 'B/s')} scale-up`,
    scaleOut === undefined ? 'scale-out not stated' : `${formatAmount(scaleOut, 'B/s')} scale-out`,
  ];
  return {
    headline: `**${quote(id)}** · ${deviceSummary(device)}`,
    table: undefined,
    derivation: [
      ...(compute.length === 0 ? [] : [compute.join(', ')]),
      `one way per device: ${network.join(', ')}`,
      ...(scaleUpDevices === undefined ? [] : [`${formatNumber(scaleUpDevices)} in a scale-up domain`]),
      ...(devicesPerNode === undefined ? [] : [`${formatNumber(devicesPerNode)} per node`]),
      ...(pricePerHour === undefined ? [] : [`${formatNumber(pricePerHour)} dollars per hour`]),
    ],
    // Both may come from a device file; unlike a word they are shown in full.
    evidence: [
      `data sheet, not a measurement; from \`${plainLine(source)}\``,
      ...notes.map((note) => `note: \`${plainLine(note)}\``),
    ],
  };
}
