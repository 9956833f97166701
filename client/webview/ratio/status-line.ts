import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { formatShare } from '../../../server/src/text/format';
import { button } from '../elements/fields';
import { html, withCode } from '../elements/html';
import type { SimulationStatus } from '../messages';
import { comparison } from './verdict';

/** The line that says how the simulation stands. */
export interface StatusLine {
  readonly element: HTMLElement;
  readonly update: (
    sweep: TheorySweep,
    simulated: SimulatedSweep | undefined,
    outdated: boolean,
    status: SimulationStatus,
  ) => void;
  readonly progress: (share: number) => void;
}

/** Builds the line, with its progress bar and its one button: cancel, or simulate again. */
export function createStatusLine(onCancel: () => void, onSimulate: () => void): StatusLine {
  const text = html('span', 'status-text');
  text.setAttribute('role', 'status');
  let shown = '';
  const bar = html('progress');
  bar.max = 1;
  bar.setAttribute('aria-label', 'Simulation');
  const percent = html('span', 'percent');
  percent.setAttribute('aria-hidden', 'true');
  const cancel = button('Cancel', 'secondary small', onCancel);
  const again = button('Simulate', 'secondary small', onSimulate);
  const progress = (share: number): void => {
    bar.value = share;
    percent.textContent = formatShare(Math.floor(share * 100) / 100).replace(/^(\d)\.0 /, '$1 ');
  };
  return {
    element: html('div', 'status', text, bar, percent, cancel, again),
    progress,
    update: (sweep, simulated, outdated, status) => {
      const busy = status.kind === 'waiting' || status.kind === 'running';
      bar.hidden = !busy;
      percent.hidden = !busy;
      cancel.hidden = !busy;
      again.hidden = !(status.kind === 'stopped' && status.again);
      progress(status.kind === 'running' ? status.share : 0);
      const said = textOf(sweep, simulated, outdated, status);
      // A live region that is written anew with the same words would be read out again.
      if (said !== shown) text.replaceChildren(...withCode(said));
      shown = said;
    },
  };
}

function textOf(
  { notSimulated }: TheorySweep,
  simulated: SimulatedSweep | undefined,
  outdated: boolean,
  status: SimulationStatus,
): string {
  if (notSimulated) return `Not simulated. ${notSimulated}`;
  if (status.kind === 'stopped') return status.reason;
  if (status.kind !== 'idle') return 'Simulating';
  if (!simulated) return '';
  return outdated ? 'The simulation belongs to other inputs' : `Simulation: ${comparison(simulated)}`;
}
