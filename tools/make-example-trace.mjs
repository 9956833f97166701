// Writes examples/traces/chat.csv: a synthetic chat workload in Vidur's columns, the same bytes every time.
// Its arrivals count from 0, so that it does not grow old.
// Usage: node tools/make-example-trace.mjs
import { mkdirSync, writeFileSync } from 'node:fs';

const requests = 4000;
let state = 20260121;
const uniform = () => {
  // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

let seconds = 0;
const rows = Array.from({ length: requests }, () => {
  seconds += -Math.log(1 - uniform()) * 0.9;
  const [a, b] = [normal(), normal()];
  const prefill = Math.max(4, Math.round(Math.exp(4.9 + 0.9 * a)));
  const decode = Math.min(
    4096,
    Math.max(1, Math.round(Math.exp(5.62 + 0.75 * (0.25 * a + Math.sqrt(1 - 0.25 ** 2) * b)))),
  );
  return `${seconds.toFixed(3)},${prefill},${decode}`;
});
mkdirSync('examples/traces', { recursive: true });
writeFileSync('examples/traces/chat.csv', `arrived_at,num_prefill_tokens,num_decode_tokens\n${rows.join('\n')}\n`);
