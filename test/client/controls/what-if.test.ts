import assert from 'node:assert/strict';
import {
  choiceText,
  differences,
  editChoice,
  leftOutText,
  lengthScaleAt,
  lengthStepOf,
  lengthSteps,
  readMilliseconds,
  readWhole,
  withoutManifestValues,
} from '../../../client/webview/controls/what-if';
import { parseDuration } from '../../../server/src/manifest/duration';
import { changed, theory } from '../../charts/sweeps';

describe('what a reader changes', () => {
  it('differs from the manifest in words', () => {
    assert.deepEqual(differences(theory()), []);
    assert.deepEqual(differences(changed({ batchSize: 1024, lengthScale: 0.5, tpotSeconds: 0.05 })), [
      { name: 'batchSize', now: '1,024', was: '256' },
      { name: 'lengthScale', now: '0.5×', was: '1×' },
      { name: 'tpotSeconds', now: '50 ms', was: 'none' },
    ]);
  });

  it('is no change where the manifest says the same', () => {
    const { manifest } = theory();
    const whatIf = { batchSize: 128, microbatches: 2 };
    assert.equal(withoutManifestValues(whatIf, manifest), whatIf);
    assert.deepEqual(withoutManifestValues({ ...whatIf, microbatches: 3, tpotSeconds: null }, manifest), {
      batchSize: 128,
    });
  });

  it('keeps "no objective" apart from "as the manifest says"', () => {
    const manifest = { ...theory().manifest, tpotSeconds: 0.05 };
    assert.deepEqual(withoutManifestValues({ tpotSeconds: null }, manifest), { tpotSeconds: null });
    assert.deepEqual(withoutManifestValues({ tpotSeconds: 0.05 }, manifest), {});
  });

  it('is written together with the best pools', () => {
    assert.deepEqual(editChoice(theory()), { attention: 9 });
    assert.equal(choiceText(theory()), '9A:1F');
    const sweep = changed({ batchSize: 128, microbatches: 2 });
    assert.deepEqual(editChoice(sweep), { attention: 9, batchSize: 128, microbatches: 2 });
    assert.equal(choiceText(sweep), '9A:1F, batch size 128, microbatches 2');
  });

  it('writes nothing where nothing would change, and never a request length', () => {
    assert.deepEqual(editChoice(theory({ recommended: undefined })), {});
    assert.equal(choiceText(changed({ lengthScale: 2 }, { recommended: undefined })), '');
    assert.deepEqual(editChoice(changed({ lengthScale: 2 })), { attention: 9 });
  });

  it('says what it does not write', () => {
    assert.equal(leftOutText(changed({ batchSize: 128 })), '');
    assert.match(leftOutText(changed({ lengthScale: 2 })), /^Not written: the request length/);
    const objective = { ...theory().manifest, tpotSeconds: 0.05 };
    const without = changed({ tpotSeconds: null }, { manifest: objective, recommended: undefined });
    assert.equal(leftOutText(without), 'Not written: the removal of the TPOT objective');
    assert.deepEqual(editChoice(without), {});
  });

  it('is a whole number in its limits', () => {
    assert.equal(readWhole('12', 1, 8192), 12);
    for (const text of ['', ' ', '0', '9', '1.5', 'x', '-1']) {
      assert.deepEqual(readWhole(text, 1, 8), { wrong: 'whole number, 1 to 8' }, text);
    }
  });

  it('is a time in milliseconds, or none', () => {
    assert.equal(readMilliseconds('50'), 0.05);
    assert.equal(readMilliseconds(' '), null);
    assert.deepEqual(readMilliseconds('0'), { wrong: 'above 0, or empty' });
    assert.deepEqual(readMilliseconds('-3'), { wrong: 'above 0, or empty' });
  });

  it('is no change where the manifest states the same time', () => {
    for (let tenths = 1; tenths <= 2000; tenths++) {
      const text = String(tenths / 10);
      assert.equal(readMilliseconds(text), parseDuration(`${text}ms`), text);
    }
  });

  it('scales the request length from a quarter to four times, and each step comes back', () => {
    assert.deepEqual([-lengthSteps, 0, lengthSteps].map(lengthScaleAt), [0.25, 1, 4]);
    for (let step = -lengthSteps; step <= lengthSteps; step++) assert.equal(lengthStepOf(lengthScaleAt(step)), step);
  });
});
