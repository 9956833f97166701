import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatBar,
  formatCount,
  formatCounted,
  formatGain,
  formatGainBand,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatSpan,
  formatThroughput,
  formatTime,
  quote,
  secondsPerUnit,
} from '../../server/src/text/format';

describe('how things are written', () => {
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
    [formatCount(12031.4), '12,031'],
    [formatCounted(1, 'request'), '1 request'],
    [formatCounted(0, 'request'), '0 requests'],
    [formatCounted(12031, 'request'), '12,031 requests'],
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
    [formatSpan(1), '1 second'],
    [formatSpan(119), '119 seconds'],
    [formatSpan(120), '2 minutes'],
    [formatSpan(3 * 86_400 + 5), '3 days'],
    [formatBar(0.58), '██████····'],
    [formatBar(-1), '··········'],
    [formatBar(9), '██████████'],
    [quote('chat.csv'), '`chat.csv`'],
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
