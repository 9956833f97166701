import type { SimulatedSweep, TheorySweep } from '../../server/src/sweep/sweep';
import { html } from './chart-svg';
import type { Chart } from './chart-view';
import { nearestIndex } from './plot';
import { pointLines, pointSentence, pointTitle, simulatedAt } from './point-text';

/** Where a chart stands: the box that takes focus and pointer, and the card that shows a point's figures. */
export interface ChartBox {
  readonly box: HTMLElement;
  readonly card: HTMLElement;
}

interface Shown {
  readonly charts: readonly Chart[];
  readonly sweep: TheorySweep;
  readonly simulated: SimulatedSweep | undefined;
}

/** Lets pointer and keyboard walk along the points of both charts; returns what tells it of newly drawn charts. */
export function readPoints(boxes: readonly ChartBox[], live: HTMLElement): (shown: Shown) => void {
  let shown: Shown | undefined;
  let active: { chart: number; index: number } | undefined;

  const show = (next: typeof active): void => {
    active = next;
    const point = next && shown?.sweep.points[next.index];
    for (const chart of shown?.charts ?? []) chart.mark(point && next.index);
    boxes.forEach(({ card }, at) => {
      card.hidden = !(point && next.chart === at);
    });
    if (!shown || !next || !point) return;
    const { plot } = shown.charts[next.chart]!;
    fillCard(boxes[next.chart]!.card, shown, next.index);
    placeCard(boxes[next.chart]!.card, plot.x(point.ratio), plot.top, plot.width);
  };
  const announce = (): void => {
    const point = active && shown?.sweep.points[active.index];
    if (shown && point) live.textContent = pointSentence(shown.sweep, point, simulatedAt(shown.simulated, point));
  };

  boxes.forEach(({ box }, chart) => {
    box.addEventListener('pointermove', ({ clientX, clientY }) => {
      if (!shown) return;
      const { plot } = shown.charts[chart]!;
      const frame = box.getBoundingClientRect();
      const x = clientX - frame.left;
      const y = clientY - frame.top;
      const inside = x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom;
      const index = inside
        ? nearestIndex(
            shown.sweep.points.map(({ ratio }) => plot.x(ratio)),
            x,
          )
        : undefined;
      if (index !== undefined) show({ chart, index });
      else if (document.activeElement !== box) show(undefined);
    });
    box.addEventListener('pointerleave', () => {
      if (document.activeElement !== box) show(undefined);
    });
    box.addEventListener('focus', () => {
      if (!shown || active?.chart === chart || !box.matches(':focus-visible')) return;
      const { sweep } = shown;
      show({
        chart,
        index:
          nearestIndex(
            sweep.points.map(({ ratio }) => ratio),
            sweep.configured.ratio,
          ) ?? 0,
      });
      announce();
    });
    box.addEventListener('blur', () => show(undefined));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') return show(undefined);
      const last = (shown?.sweep.points.length ?? 0) - 1;
      const to = stepTo(event.key, active?.chart === chart ? active.index : undefined, last);
      if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      show({ chart, index: to });
      announce();
    });
  });

  return (next) => {
    shown = next;
    const still = active && active.index < next.sweep.points.length ? active : undefined;
    show(still);
  };
}

/** The point a key leads to; undefined for other keys. */
function stepTo(key: string, from: number | undefined, last: number): number | undefined {
  if (last < 0) return undefined;
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, (from ?? 0) + (from === undefined ? 0 : step)));
}

function fillCard(card: HTMLElement, { sweep, simulated }: Shown, index: number): void {
  const point = sweep.points[index]!;
  const measured = simulatedAt(simulated, point);
  const lines = pointLines(sweep, point, measured);
  const head = html('tr', '', html('td'), html('th', '', 'theory'), ...(measured ? [html('th', '', 'simulated')] : []));
  const rows = lines.map(({ label, theory, simulated: figure }) =>
    html('tr', '', html('th', '', label), html('td', '', theory), ...(measured ? [html('td', '', figure)] : [])),
  );
  card.replaceChildren(html('strong', '', pointTitle(point)), html('table', '', head, ...rows));
}

/** Beside the point, on the side with more room, and never beyond the picture's edges. */
function placeCard(card: HTMLElement, x: number, top: number, width: number): void {
  const gap = 14;
  const right = x < width / 2;
  const wanted = right ? x + gap : x - gap - card.offsetWidth;
  card.style.left = `${Math.max(0, Math.min(wanted, width - card.offsetWidth))}px`;
  card.style.top = `${top + 28}px`;
}
