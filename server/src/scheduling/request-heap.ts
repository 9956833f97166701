/** Numbers of requests, smallest key first, then the smaller number. Keys are looked up when requests move. */
export class RequestHeap {
  private readonly keys: ArrayLike<number>;
  private readonly items: number[] = [];

  constructor(keys: ArrayLike<number>) {
    this.keys = keys;
  }

  get first(): number | undefined {
    return this.items[0];
  }

  add(item: number): void {
    const items = this.items;
    let at = items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(item, items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  removeFirst(): void {
    const items = this.items;
    const item = items.pop();
    if (item === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.before(items[child + 1]!, items[child]!)) child += 1;
      if (!this.before(items[child]!, item)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }

  private before(a: number, b: number): boolean {
    const difference = this.keys[a]! - this.keys[b]!;
    return difference < 0 || (difference === 0 && a < b);
  }
}
