import type { TheorySweep, WhatIf } from '../../../server/src/sweep/sweep';
import { button, type Field, field, numberInput, setError, slider } from '../elements/fields';
import { html, withCode } from '../elements/html';
import type { EditOffer, TabName } from '../messages';
import { bundleText } from '../ratio/verdict';
import {
  choiceText,
  type InputName,
  inputText,
  leftOutText,
  lengthScaleAt,
  lengthStepOf,
  lengthSteps,
  readMilliseconds,
  readWhole,
  type WrongEntry,
  withoutManifestValues,
} from './what-if';

interface ControlEvents {
  readonly onChange: (whatIf: WhatIf) => void;
  readonly onApply: () => void;
  readonly onCopy: () => void;
}

/** The what-if controls. `update` shows a sweep and what "Apply" would write; `copied` confirms a copy. */
export interface Controls {
  readonly element: HTMLElement;
  readonly update: (sweep: TheorySweep, whatIf: WhatIf, edit: EditOffer | undefined) => void;
  /** Leaves out what strategies do not depend on, and what writes pools. */
  readonly serve: (tab: TabName) => void;
  readonly copied: () => void;
}

/** Builds the what-if controls. */
export function createControls({ onChange, onApply, onCopy }: ControlEvents): Controls {
  let sweep: TheorySweep | undefined;
  let whatIf: WhatIf = {};

  const fields = {
    batchSize: field('batch-size', 'Batch size', numberInput({ min: 1, max: 1_000_000, step: '1' })),
    microbatches: field('microbatches', 'Microbatches', numberInput({ min: 1, max: 64, step: '1' })),
    lengthScale: field('request-length', 'Request length', slider(lengthSteps)),
    tpotSeconds: field('tpot-objective', 'TPOT objective, ms', numberInput({ min: 0, step: 'any' })),
    profile: field('profile', 'Latency profile', html('select')),
  } as const satisfies Record<InputName, Field<HTMLInputElement | HTMLSelectElement>>;
  fields.tpotSeconds.input.placeholder = 'none';

  const change = <N extends InputName>(name: N, value: WhatIf[N]): void => {
    if (!sweep) return;
    whatIf = withoutManifestValues({ ...whatIf, [name]: value }, sweep.manifest);
    onChange(whatIf);
  };
  /** Takes an entry over, or says what is wrong with it. */
  const listen = <N extends InputName>(name: N, read: (text: string) => WhatIf[N] | WrongEntry): void => {
    fields[name].input.addEventListener('input', () => {
      const { input } = fields[name];
      // A number field that holds something else says it is empty.
      const value = input.validity.badInput ? { wrong: 'a number' } : read(input.value);
      const wrong = typeof value === 'object' && value !== null ? value.wrong : undefined;
      setError(fields[name], wrong);
      if (wrong === undefined) change(name, value as WhatIf[N]);
    });
    // What was wrong goes when the reader does.
    fields[name].input.addEventListener('change', () => sweep && showValues(sweep, whatIf, true));
  };
  listen('batchSize', (text) => readWhole(text, 1, 1_000_000));
  listen('microbatches', (text) => readWhole(text, 1, 64));
  listen('profile', (text) => text);
  listen('lengthScale', (text) => lengthScaleAt(Number(text)));
  listen('tpotSeconds', readMilliseconds);

  const apply = button('Apply', 'primary', onApply);
  const copy = button('Copy YAML', 'secondary', onCopy);
  const reset = button('Reset', 'secondary', () => {
    whatIf = {};
    for (const each of Object.values(fields)) setError(each, undefined);
    if (sweep) showValues(sweep, whatIf, true);
    onChange(whatIf);
  });
  const reason = html('span', 'reason');
  reason.id = 'apply-reason';
  apply.setAttribute('aria-describedby', reason.id);
  reason.setAttribute('role', 'status');

  const showValues = (now: TheorySweep, choice: WhatIf, force: boolean): void => {
    const { manifest, profiles } = now;
    const wanted = { ...manifest, ...choice };
    const listed = [...new Set([...profiles, wanted.profile])];
    const { input: select } = fields.profile;
    if ([...select.options].map(({ value }) => value).join('\n') !== listed.join('\n'))
      select.replaceChildren(...listed.map((name) => new Option(name, name)));
    const texts: Record<InputName, string> = {
      batchSize: String(wanted.batchSize),
      microbatches: String(wanted.microbatches),
      profile: wanted.profile,
      lengthScale: String(lengthStepOf(wanted.lengthScale)),
      tpotSeconds: wanted.tpotSeconds === null ? '' : String(Number((wanted.tpotSeconds * 1000).toPrecision(12))),
    };
    for (const [name, each] of entriesOf(fields)) {
      const wrong = each.input.getAttribute('aria-invalid') === 'true';
      // An entry under way stays as it is typed, also where it says the same in other digits.
      if (wrong && !force) continue;
      const editing = document.activeElement === each.input && each.input.value !== '';
      if (force || wrong || !editing || Number(each.input.value) !== Number(texts[name]))
        each.input.value = texts[name];
      setError(each, undefined);
      const changed = choice[name] !== undefined && choice[name] !== manifest[name];
      each.element.classList.toggle('changed', changed);
      each.hint.textContent = changed ? `manifest: ${inputText(name, manifest)}` : '';
    }
    fields.lengthScale.label.textContent = `Request length ${inputText('lengthScale', wanted)}`;
    fields.lengthScale.input.setAttribute('aria-valuetext', inputText('lengthScale', wanted));
    if (wanted.microbatches === manifest.microbatches && manifest.microbatchesAssumed)
      fields.microbatches.hint.textContent = 'assumed';
    const inCycles = now.timeUnit === 'cycle';
    fields.tpotSeconds.input.disabled = inCycles;
    if (inCycles) fields.tpotSeconds.hint.textContent = 'profile is in cycles';
  };

  const form = html(
    'form',
    'controls',
    html('div', 'fields', ...Object.values(fields).map(({ element }) => element)),
    html('div', 'buttons', apply, copy, reset, reason),
  );
  form.setAttribute('aria-label', 'What if');
  form.addEventListener('submit', (event) => event.preventDefault());

  return {
    element: form,
    update: (next, choice, edit) => {
      sweep = next;
      whatIf = choice;
      showValues(next, choice, false);
      const text = choiceText(next);
      apply.textContent = text ? `Apply ${text}` : 'Apply';
      apply.disabled = text === '' || edit?.refusal !== undefined;
      copy.disabled = edit?.copyable === false;
      reset.disabled = Object.keys(choice).length === 0;
      reason.replaceChildren(...withCode(reasonOf(next, text, edit)));
    },
    serve: (tab) => {
      const others = [fields.batchSize.element, fields.microbatches.element, apply, copy, reason];
      for (const each of others) each.hidden = tab === 'strategies';
    },
    copied: () => {
      copy.textContent = 'Copied';
      setTimeout(() => {
        copy.textContent = 'Copy YAML';
      }, 1500);
    },
  };
}

/** Why "Apply" is off, or what it leaves out. */
function reasonOf(sweep: TheorySweep, text: string, edit: EditOffer | undefined): string {
  if (text !== '' && edit?.refusal !== undefined) return edit.refusal;
  const parts = [text === '' ? 'Nothing to apply' : bundleText(sweep), leftOutText(sweep)];
  return parts.filter((part) => part !== '').join('. ');
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  return Object.entries(record) as [K, V][];
}
