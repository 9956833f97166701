// Times the comparison of serving strategies: over numbers of devices, as ratios in one run, and without its corners.
// Usage: node bench/strategy.mjs
import { bundled, timed } from './bundled.mjs';

const { compareStrategies, denseQuestion, mixtureQuestion } = await bundled('strategy', {
  'server/src/strategy/compare-strategies': 'compareStrategies',
  'test/strategy/hand-costs': 'denseQuestion, mixtureQuestion',
});

const sure = { attention: 0, communication: 0, ffn: 0, prefill: 0 };
for (const [name, base] of [
  ['mixture of experts', mixtureQuestion],
  ['dense', denseQuestion],
]) {
  const times = [32, 64, 128, 256, 512].map((devices) => ({
    devices,
    ...timed(() => compareStrategies({ ...base, devices })),
  }));
  const texts = times.map(({ devices, first, median }, i) => {
    const ratio = i === 0 ? '' : `, ${(median / times[i - 1].median).toFixed(1)} times half as many`;
    return `N = ${devices}: ${median.toFixed(0)} ms (first ${first.toFixed(0)}${ratio})`;
  });
  console.log(`${name}: ${texts.join('; ')}`);
  const { median } = timed(() => compareStrategies({ ...base, devices: 128, relativeError: sure }));
  console.log(`  without corners N = 128 takes ${(median / times[2].median).toFixed(2)} of the time`);
}
