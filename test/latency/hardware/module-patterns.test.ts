import assert from 'node:assert/strict';
import { ConfigRefusal, ModelConfig } from '../../../server/src/latency/hardware/model-config';
import { moduleTest } from '../../../server/src/latency/hardware/module-patterns';

const config = new ModelConfig({}, 'm');
const path = 'model.layers.12.mlp.gate_proj';

describe('a list of modules', () => {
  const cases: readonly [string, boolean][] = [
    [path, true],
    ['model.layers.12', true],
    ['model.layers.1', false],
    ['mlp', true],
    ['gate_proj', true],
    ['gate', false],
    ['model.layers.*.mlp', true],
    ['model.layers.*.mlp.gate', false],
    ['*.mlp.*', true],
    ['*mlp*', true],
    ['re:.*mlp\\.(gate|up)_proj', true],
    ['re:.*mlp\\.(down|up)_proj', false],
    ['re:mlp', false],
    ['re:model\\.layers\\.\\d+\\.mlp', true],
    ['re:model\\.layers\\.[0-9]+\\.self_attn', false],
    ['re:.*gate$', false],
    ['re:.*gate_proj$', true],
    ['re:.*layers.*gate.*', true],
    ['re:.*gate.*layers.*', false],
  ];
  for (const [entry, expected] of cases) {
    it(`${expected ? 'names' : 'does not name'} a module by ${entry}`, () => {
      assert.equal(moduleTest(config, 'ignore', [entry])(path), expected);
    });
  }

  const refused: readonly [unknown, RegExp][] = [
    [['re:(a+)+$'], /the pattern `\(a\+\)\+\$` in `ignore` is more than is read/],
    [['re:('], /more than is read/],
    [['re:a|b'], /more than is read/],
    [['re:[^.]*'], /more than is read/],
    [[1], /`ignore` has 1 among its modules/],
    ['mlp', /`ignore` is the text `mlp`; it must be a list of modules/],
    [Array.from({ length: 300 }, (_, index) => `re:a${index}`), /has 300 patterns, more than the 100/],
  ];
  for (const [list, message] of refused) {
    it(`is refused: ${String(list).slice(0, 30)}`, () => {
      assert.throws(
        () => moduleTest(config, 'ignore', list),
        (error: unknown) => error instanceof ConfigRefusal && message.test(error.message),
      );
    });
  }
});
