import { byRoofline } from './by-roofline';
import { table } from './markdown-table';

/** Gains of AFD that were measured, by whom, and against what. */
const published = [
  {
    model: 'qwen3-235b-a22b-fp8',
    device: 'gb200',
    devices: 16,
    prompt: 8192,
    gain: 0.082,
    by: 'FastAFD, against EP16',
  },
  { model: 'minimax-m2.5', device: 'gb200', devices: 16, prompt: 16_384, gain: -0.101, by: 'FastAFD, against EP16' },
  {
    ...{ model: 'deepseek-v3.2', device: 'ascend-910c', devices: 64, prompt: 16_384, gain: -0.053 },
    by: 'afd-plugin, 48A:16F against EP64',
  },
];

/** A table of measured gains beside what the roofline says, right or wrong. */
export function publishedVerdicts(): string {
  const rows = published.map(({ model, device, devices, prompt, gain, by }) => {
    const request = { prefix: prompt - 100, prompt, output: 512 };
    const { verdict, gain: said } = byRoofline({
      model,
      device,
      devices,
      request,
      objectives: { ttft: 5, tpot: 0.05 },
    });
    const { low, high, chanceBetter, mostOfBand } = { ...said! };
    const isInside = gain >= low && gain <= high;
    return [
      `${model}, ${prompt}`,
      `${devices} ${device}`,
      `${percent(gain)} (${by})`,
      `${percent(said!.gain)} (${percent(low)} to ${percent(high)})`,
      `${(100 * chanceBetter).toFixed(0)} %`,
      Math.sign(gain) === Math.sign(said!.gain) ? 'right' : 'wrong',
      isInside ? 'inside' : 'outside',
      `${verdict}${mostOfBand ? `; ${mostOfBand}` : ''}`,
    ];
  });
  return table(
    [
      'model, prompt',
      'devices',
      'measured gain of AFD',
      'here',
      'chance of a gain',
      'sign',
      'band',
      'verdict; mostly by',
    ],
    rows,
  );
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
}
