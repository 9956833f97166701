import { testedRange, type Untested } from '../provisioning/cycle/tested-range';
import { formatNumber } from '../text/format';

/** What the range was tested up to, and why it ends there, in a sentence; empty inside the range. */
export function untestedLine(untested: readonly Untested[]): string {
  if (untested.length === 0) return '';
  return `Outside the tested range: ${untested.map(reason).join('; ')}. The gain's band is wider for it.`;
}

function reason({ what, value }: Untested): string {
  const [shown, limit] = [formatNumber(value), formatNumber(testedRange[what])];
  switch (what) {
    case 'meanDecode':
      return `a mean decode of ${shown} steps is under ${limit}, so loads change too fast for the barrier's formula`;
    case 'slotSpread':
      return `nu is ${shown} times theta, more than ${limit}, so few very long requests decide`;
    case 'loadSpread':
      return `the token load of a worker varies by ${shown} of its mean, more than ${limit}; a larger batch evens it out`;
  }
}
