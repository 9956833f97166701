import { addRequest, emptyGroup, type GroupSums } from './group-sums';

const groupCount = 4096;

/** Requests of one conversation in one group, which it may share with others, in constant memory. */
export class ConversationGroups {
  private readonly sums: GroupSums[] = [];

  add(prefill: number, decode: number, conversation: string): void {
    const place = hash(conversation) % groupCount;
    this.sums[place] ??= emptyGroup();
    addRequest(this.sums[place], prefill, decode);
  }

  groups(): readonly GroupSums[] {
    return this.sums.filter((group) => group !== undefined);
  }
}

/** Source: FNV-1a, 32 bits, with the finaliser of MurmurHash3 since similar names shall not share groups. */
function hash(name: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    state = Math.imul(state ^ name.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}
