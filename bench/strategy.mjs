// Times the comparison of serving strategies: over numbers of devices, as ratios in one run, and without its corners.
// Usage: node bench/strategy.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const folder = resolve('node_modules/.cache/bench');
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/strategy.ts`,
  `export { compareStrategies } from '${resolve('server/src/strategy/compare-strategies')}';
export { denseQuestion, mixtureQuestion } from '${resolve('test/strategy/hand-costs')}';`,
);
await build({
  entryPoints: [`${folder}/strategy.ts`],
  outfile: `${folder}/strategy.cjs`,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});
const { compareStrategies, denseQuestion, mixtureQuestion } = createRequire(import.meta.url)(`${folder}/strategy.cjs`);

/** Milliseconds of the first run, and the median of the next five. */
function timed(run) {
  const times = [];
  for (let i = 0; i < 6; i++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  const [first, ...next] = times;
  return { first, median: next.sort((a, b) => a - b)[2] };
}

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
