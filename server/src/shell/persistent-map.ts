const bits = 5;
const width = 1 << bits;
const levels = 4;

/** A node of the tree; its children are nodes, or values on the lowest level. */
interface TreeNode<Value> {
  readonly nodes: readonly (TreeNode<Value> | undefined)[];
  readonly values: readonly (Value | undefined)[];
}

/** The places of names in the tree, the same for all versions that come of one empty map. */
type Places = Map<string, number>;

/**
 * A map from names to values of which every version stays as it is, so that a command can keep what was known when it
 * ran. A new version shares all but a few short arrays with the one before. It holds up to a million names.
 */
export class PersistentMap<Value> {
  private readonly places: Places;
  private readonly root: TreeNode<Value> | undefined;

  constructor(places: Places = new Map(), root?: TreeNode<Value>) {
    this.places = places;
    this.root = root;
  }

  get(name: string): Value | undefined {
    const place = this.places.get(name);
    if (place === undefined) return undefined;
    let node = this.root;
    for (let level = levels - 1; level > 0; level--) node = node?.nodes[digit(place, level)];
    return node?.values[digit(place, 0)];
  }

  /** The map in which `name` has this value, or none. */
  with(name: string, value: Value | undefined): PersistentMap<Value> {
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(name, place);
    }
    return new PersistentMap(this.places, replaced(this.root, place, levels - 1, value));
  }

  /** The names that have a value, with it, in the order in which names first came up. */
  *entries(): Iterable<readonly [string, Value]> {
    for (const name of this.places.keys()) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}

function replaced<Value>(
  node: TreeNode<Value> | undefined,
  place: number,
  level: number,
  value: Value | undefined,
): TreeNode<Value> {
  const [nodes, values] = [[...(node?.nodes ?? [])], [...(node?.values ?? [])]];
  const index = digit(place, level);
  if (level === 0) values[index] = value;
  else nodes[index] = replaced(nodes[index], place, level - 1, value);
  return { nodes, values };
}

function digit(place: number, level: number): number {
  return (place >> (bits * level)) % width;
}
