import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatBar,
  formatCount,
  formatCounted,
  formatEstimate,
  formatGain,
  formatGainBand,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatShareEstimate,
  formatSpan,
  formatThroughput,
  formatThroughputEstimate,
  formatTick,
  formatTime,
  formatTimeEstimate,
  formatTokenRate,
  plainLine,
  plainWord,
  quote,
  secondsPerUnit,
} from '../../server/src/text/format';

describe('how things are written', () => {
  it('keeps a sentence on one line, without commands to the terminal', () => {
    assert.equal(plainLine('`a`\n\u001b[31mb\u009bc\u2028d'), "'a' [31mb c d");
  });

  const cases: readonly [string, string][] = [
    [formatNumber(0.64634), '0.6463'],
    [formatNumber(12031.4), '12,031'],
    [formatNumber(316.8741), '316.9'],
    [formatNumber(599), '599'],
    [formatNumber(0), '0'],
    [formatNumber(-42.53), '-42.53'],
    [formatNumber(0.99999), '1'],
    [formatNumber(9.9999), '10'],
    [formatNumber(0.00165), '0.00165'],
    [formatNumber(0.0000123456), '0.0000123'],
    [formatNumber(1e-9), '1.00e-9'],
    [formatNumber(2.5e13), '2.50e+13'],
    [formatNumber(Number.POSITIVE_INFINITY), 'unbounded'],
    [formatNumber(Number.NaN), 'unknown'],
    [formatEstimate(0.74823, 0.00131), '0.7482 ± 0.0013'],
    [formatEstimate(442.31, 17.1), '442 ± 17'],
    [formatEstimate(1206.4, 131), '1,206 ± 131'],
    [formatEstimate(744.81, 0), '744.8 ± 0.0'],
    [formatEstimate(744.81, 3.3e-13), '744.8 ± 0.0'],
    [formatEstimate(744.81, undefined), '744.8'],
    [formatTimeEstimate(1.0009, 0.011, 'ms'), '1.001 ± 0.011 ms'],
    [formatTimeEstimate(41200, 153, 'us'), '41.20 ± 0.15 ms'],
    [formatTimeEstimate(897.71, undefined, 'cycle'), '897.7 cycles'],
    [formatShareEstimate(0.12134, 0.00431), '12.1 ± 0.4 %'],
    [formatShareEstimate(0, 0), '0.0 ± 0.0 %'],
    [formatShareEstimate(0.12134, undefined), '12 %'],
    [formatThroughputEstimate(0.3121, 0.0024, 'ms'), '312.1 ± 2.4'],
    [formatTick(0.3, 0.05), '0.30'],
    [formatTick(0.35, 0.05), '0.35'],
    [formatTick(0.5, 0.025), '0.500'],
    [formatTick(12500, 2500), '12,500'],
    [formatTick(0, 0.1), '0.0'],
    [formatTick(3, 0), '3'],
    [formatCount(12031.4), '12,031'],
    [formatCounted(1, 'request'), '1 request'],
    [formatCounted(0, 'request'), '0 requests'],
    [formatCounted(12031, 'request'), '12,031 requests'],
    [formatCounted(1, 'microbatch', 'microbatches'), '1 microbatch'],
    [formatCounted(3, 'microbatch', 'microbatches'), '3 microbatches'],
    [formatRatioValue(9.554), '9.55'],
    [formatRatioValue(1200), '1,200.00'],
    [formatRatioValue(Number.POSITIVE_INFINITY), 'unbounded'],
    [formatPools({ attention: 10, ffn: 1 }), '10A:1F'],
    [formatShare(0.4162), '42 %'],
    [formatShare(0.0416), '4.2 %'],
    [formatShare(0.0995), '10 %'],
    [formatShare(0), '0.0 %'],
    [formatShare(1), '100 %'],
    [formatGain(0.1119), '+11 %'],
    [formatGain(-0.0149), '-1.5 %'],
    [formatGain(-0.0001), '0.0 %'],
    [formatGain(58.98), '+5,898 %'],
    [formatGain(Number.NaN), 'unknown %'],
    [formatGain(Number.POSITIVE_INFINITY), '+unbounded %'],
    [formatGainBand(0.112, 0.042, 0.114), '+11 % (+4.2 to +11 %)'],
    [formatTime(316.87, 'cycle'), '316.9 cycles'],
    [formatTime(41.2, 'ms'), '41.2 ms'],
    [formatTime(0.0412, 's'), '41.2 ms'],
    [formatTime(4120, 'ms'), '4.12 s'],
    [formatTime(41.2, 'us'), '41.2 µs'],
    [formatTime(41_200_000, 'ns'), '41.2 ms'],
    [formatThroughput(0.64634, 'cycle'), '0.6463 tok/cycle per worker'],
    [formatThroughput(0.312, 'ms'), '312 tok/s per worker'],
    [formatThroughput(31.2, 'ms', true), '31,200 tok/s per unit of cost'],
    [formatTokenRate(3.2317, 'cycle'), '3.232 tok/cycle'],
    [formatTokenRate(31.2, 'ms'), '31,200 tok/s'],
    [formatSpan(1), '1 second'],
    [formatSpan(119), '119 seconds'],
    [formatSpan(120), '2 minutes'],
    [formatSpan(3 * 86_400 + 5), '3 days'],
    [formatBar(0.58), '██████····'],
    [formatBar(-1), '··········'],
    [formatBar(9), '██████████'],
    [quote('chat.csv'), '`chat.csv`'],
    [plainWord('two\nlines\u001b'), 'two lines '],
    [quote('two\r\nlines `quoted`\u0000\u001b[31m\u2028'), '`two lines  quoted [31m `'],
    [quote('a'.repeat(61)), `\`${'a'.repeat(57)}...\``],
    [quote(`${'a'.repeat(56)}🚀🚀🚀`), `\`${'a'.repeat(56)}...\``],
  ];
  for (const [written, expected] of cases) it(expected, () => assert.equal(written, expected));

  it('shows four significant digits of any number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e11, noNaN: true }), (value) => {
        const read = Number(formatNumber(value).replaceAll(',', ''));
        assert.ok(Math.abs(read - value) <= 0.00051 * value, `${value} is shown as ${formatNumber(value)}`);
      }),
    );
  });

  it('knows no seconds for cycles', () => {
    assert.deepEqual([secondsPerUnit('cycle'), secondsPerUnit('ms')], [undefined, 1e-3]);
  });
});
