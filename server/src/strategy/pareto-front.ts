/** What an item costs, and what it is worth. */
export interface Worth {
  readonly cost: number;
  readonly value: number;
}

/** Items that no other beats in both cost and value, as they come. */
export interface ParetoFront<Item> {
  /** Takes the item, unless one that is there costs no more and is worth no less. Returns whether it was taken. */
  readonly offer: (cost: number, value: number, item: () => Item) => boolean;
  /** Bars what costs as much or more and is worth as little or less, without being one of the items. */
  readonly bar: (worth: Worth) => void;
  /** Whether one that is there costs no more and is worth no less. */
  readonly beats: (cost: number, value: number) => boolean;
  /** Ascending by cost, and by value. */
  readonly items: () => readonly Item[];
}

export function paretoFront<Item>(tolerance = 0): ParetoFront<Item> {
  const front: { readonly cost: number; readonly value: number; readonly item: Item | undefined }[] = [];
  /** How many of the front's points cost no more. */
  const upTo = (cost: number): number => {
    let [low, high] = [0, front.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (front[middle]!.cost <= cost) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const beats = (cost: number, value: number): boolean => {
    const last = front[upTo(cost * (1 + tolerance)) - 1];
    return last !== undefined && last.value >= value;
  };
  const put = (cost: number, value: number, item: () => Item | undefined): boolean => {
    if (beats(cost, value)) return false;
    let from = upTo(cost);
    if (from > 0 && front[from - 1]!.cost === cost) from--;
    let to = from;
    while (to < front.length && front[to]!.value <= value) to++;
    front.splice(from, to - from, { cost, value, item: item() });
    return true;
  };
  return {
    beats,
    offer: put,
    bar: ({ cost, value }) => {
      put(cost, value, () => undefined);
    },
    items: () => front.flatMap(({ item }) => (item === undefined ? [] : [item])),
  };
}

/** The last item of an ascending list whose key is at most `limit`; undefined where none is. */
export function lastWithin<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => number,
  limit: number,
): Item | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(items[middle]!) <= limit) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
