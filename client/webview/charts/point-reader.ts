/** Where a chart stands: the box that takes focus and pointer, and the card that shows a point's figures. */
export interface ChartBox {
  readonly box: HTMLElement;
  readonly card: HTMLElement;
}

/** The points of one chart, or of several that share them. What reads them knows them by their index alone. */
export interface ReadablePoints {
  readonly count: number;
  /** Where reading by keyboard begins. */
  readonly start: number;
  /** The chart's picture: `x` of a point in it, where its plot begins, and how wide it is. */
  readonly place: (
    chart: number,
    index: number,
  ) => { readonly x: number; readonly top: number; readonly width: number };
  /** The point that a place in the picture stands for; undefined outside the plot. */
  readonly at: (chart: number, x: number, y: number) => number | undefined;
  /** The point a key leads to; undefined for keys that lead nowhere. */
  readonly step: (key: string, from: number | undefined) => number | undefined;
  /** Marks a point in every chart, or none. */
  readonly mark: (index: number | undefined) => void;
  readonly card: (index: number) => readonly Node[];
  /** What the card says as one sentence, for who cannot see the chart. */
  readonly sentence: (index: number) => string;
}

/** Lets pointer and keyboard walk along the points of charts; returns what tells it of newly drawn ones. */
export function readPoints(boxes: readonly ChartBox[], live: HTMLElement): (points: ReadablePoints) => void {
  let points: ReadablePoints | undefined;
  let active: { readonly chart: number; readonly index: number } | undefined;

  const show = (next: typeof active): void => {
    active = next;
    points?.mark(next?.index);
    boxes.forEach(({ card }, at) => {
      card.hidden = next?.chart !== at;
    });
    if (!points || !next) return;
    const { card } = boxes[next.chart]!;
    card.replaceChildren(...points.card(next.index));
    placeCard(card, points.place(next.chart, next.index));
  };
  const announce = (): void => {
    if (points && active) live.textContent = points.sentence(active.index);
  };

  boxes.forEach(({ box }, chart) => {
    box.addEventListener('pointermove', ({ clientX, clientY }) => {
      const frame = box.getBoundingClientRect();
      const index = points?.at(chart, clientX - frame.left, clientY - frame.top);
      if (index !== undefined) show({ chart, index });
      else if (document.activeElement !== box) show(undefined);
    });
    box.addEventListener('pointerleave', () => {
      if (document.activeElement !== box) show(undefined);
    });
    box.addEventListener('focus', () => {
      if (!points?.count || active?.chart === chart || !box.matches(':focus-visible')) return;
      show({ chart, index: points.start });
      announce();
    });
    box.addEventListener('blur', () => show(undefined));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') return show(undefined);
      if (!points?.count || event.ctrlKey || event.altKey || event.metaKey) return;
      const to = points.step(event.key, active?.chart === chart ? active.index : undefined);
      if (to === undefined) return;
      event.preventDefault();
      show({ chart, index: to });
      announce();
    });
  });

  return (next) => {
    points = next;
    show(active && active.index < next.count ? active : undefined);
  };
}

/** Beside the point, on the side with more room, and never beyond the picture's edges. */
function placeCard(card: HTMLElement, { x, top, width }: ReturnType<ReadablePoints['place']>): void {
  const gap = 14;
  const right = x < width / 2;
  const wanted = right ? x + gap : x - gap - card.offsetWidth;
  card.style.left = `${Math.max(0, Math.min(wanted, width - card.offsetWidth))}px`;
  card.style.top = `${top + 28}px`;
}
