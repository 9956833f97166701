import { ArrivalClock } from '../arrival-time';
import type { ColumnMapping } from '../trace-summary';
import { ConversationRoots } from './conversation-roots';
import { conversationNames, type FlatFormat, flatFormatOf, folded, mappedFormat } from './flat-formats';
import { isError, type JsonFormat, type JsonObject, nameOf, valueAt } from './json-format';

const ERROR_KEYS = ['error', 'error_code', 'error_msg'] as const;

/** One request per object, with the lengths under two keys that are known, or that `columns` names. */
export function flatObjectFormat(value: JsonObject, columns: ColumnMapping | undefined): JsonFormat | undefined {
  const keys = Object.keys(value);
  if (columns === undefined) {
    const format = flatFormatOf(keys);
    return format && readerOf(format, (name) => keys.find((key) => folded(key) === folded(name)) ?? name);
  }
  const hasBoth = fieldOf(value, columns.prefill) !== undefined && fieldOf(value, columns.decode) !== undefined;
  return hasBoth ? readerOf(mappedFormat(columns, keys), (name) => name) : undefined;
}

function readerOf(format: FlatFormat, keyOf: (name: string) => string): JsonFormat {
  const prefillName = keyOf(format.prefill);
  const decodeName = keyOf(format.decode);
  const timeName = format.time === undefined ? undefined : keyOf(format.time.name);
  const clock = new ArrivalClock(format.time?.unit ?? 's');
  const conversations = new ConversationRoots();
  const { isMapped, zeroDecodeFails } = format;
  return {
    name: format.name,
    recognises: () => true,
    read: (value, collector, lineOf) => {
      const line = (): number => lineOf([]);
      if (ERROR_KEYS.some((key) => isError(value[key]))) return collector.failed(line, 'the request reports an error');
      const seconds = timeName === undefined ? undefined : clock.seconds(value[timeName]);
      if (clock.hasMixedZones) collector.mixedZones();
      const conversation = conversations.rootOf(
        nameIn(value, [format.conversation, ...conversationNames], keyOf),
        nameIn(value, [format.follows], keyOf),
      );
      const prefill = fieldOf(value, prefillName);
      const decode = fieldOf(value, decodeName);
      const stated = { prefill, decode, prefillName, decodeName, isMapped, seconds, conversation };
      collector.request(line, stated, zeroDecodeFails);
    },
  };
}

/** The first of the names that an object states, as text. */
function nameIn(
  value: JsonObject,
  names: readonly (string | undefined)[],
  keyOf: (name: string) => string,
): string | undefined {
  const stated = names.flatMap((name) => (name === undefined ? [] : [value[keyOf(name)]]));
  return nameOf(stated.find((entry) => nameOf(entry) !== undefined));
}

/** By the key itself, or else by a dotted path such as `usage.prompt_tokens`. */
export function fieldOf(value: JsonObject, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : valueAt(value, ...name.split('.'));
}
