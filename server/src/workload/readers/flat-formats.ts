import type { ArrivalUnit } from '../arrival-time';
import type { ColumnMapping } from '../trace-summary';

/** A format with one request per row or object, told by the names of its two lengths. */
export interface FlatFormat {
  readonly name: string;
  readonly prefill: string;
  readonly decode: string;
  readonly time?: { readonly name: string; readonly unit: ArrivalUnit };
  /** Another name that must be there too, where several formats share the names of the lengths. */
  readonly requires?: string;
  /** What tells the requests of one conversation, and whose answer a request goes on from, where they are named otherwise. */
  readonly conversation?: string;
  readonly follows?: string;
  /** In this format a request without output is a failed one. */
  readonly zeroDecodeFails?: boolean;
  /** A reader said which fields hold the lengths; nothing else shows that the file is a trace. */
  readonly isMapped?: boolean;
}

const AZURE = {
  prefill: 'ContextTokens',
  decode: 'GeneratedTokens',
  time: { name: 'TIMESTAMP', unit: 'date' },
} as const;

/** In order of preference: the first whose names are all there is taken. */
export const FLAT_FORMATS: readonly FlatFormat[] = [
  { name: 'Azure LLM inference trace (multimodal)', ...AZURE, requires: 'NumImages' },
  { name: 'Azure LLM inference trace', ...AZURE },
  {
    name: 'BurstGPT',
    prefill: 'Request tokens',
    decode: 'Response tokens',
    time: { name: 'Timestamp', unit: 's' },
    conversation: 'Session ID',
    zeroDecodeFails: true,
  },
  {
    name: 'Vidur request lengths',
    prefill: 'num_prefill_tokens',
    decode: 'num_decode_tokens',
    time: { name: 'arrived_at', unit: 's' },
  },
  {
    name: 'splitwise-sim trace',
    prefill: 'prompt_size',
    decode: 'token_size',
    time: { name: 'arrival_timestamp', unit: 's' },
  },
  {
    name: 'Qwen-Bailian trace',
    prefill: 'input_length',
    decode: 'output_length',
    time: { name: 'timestamp', unit: 's' },
    requires: 'chat_id',
    conversation: 'chat_id',
    follows: 'parent_chat_id',
  },
  {
    name: 'Mooncake trace',
    prefill: 'input_length',
    decode: 'output_length',
    time: { name: 'timestamp', unit: 'ms' },
  },
  { name: 'llmperf responses', prefill: 'number_input_tokens', decode: 'number_output_tokens' },
  { name: 'genai-bench requests', prefill: 'num_input_tokens', decode: 'num_output_tokens' },
  { name: 'OpenAI usage records', prefill: 'prompt_tokens', decode: 'completion_tokens' },
  { name: 'token usage records', prefill: 'prompt_tokens', decode: 'output_tokens' },
  { name: 'prompt and output lengths', prefill: 'prompt_len', decode: 'output_len' },
];

/** Names under which any flat format may say which conversation a request belongs to. */
export const conversationNames = ['session_id', 'conversation_id'] as const;

/** The flat format whose field names all occur in `names`, or undefined. Case and surrounding blanks do not matter. */
export function flatFormatOf(names: Iterable<string>): FlatFormat | undefined {
  const present = new Set(Array.from(names, folded));
  return FLAT_FORMATS.find(({ prefill, decode, requires }) =>
    [prefill, decode, requires ?? prefill].every((name) => present.has(folded(name))),
  );
}

/** The format of a user's mapping: the known one that uses the same two fields, or one without times. */
export function mappedFormat(columns: ColumnMapping, names: Iterable<string>): FlatFormat {
  const known = flatFormatOf(names);
  const same =
    known !== undefined &&
    folded(known.prefill) === folded(columns.prefill) &&
    folded(known.decode) === folded(columns.decode);
  return same ? known : { name: 'custom columns', prefill: columns.prefill, decode: columns.decode, isMapped: true };
}

/** Field names as they are compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}

/** The names found, for messages: the first ones only. */
export function firstNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names
    .slice(0, 12)
    .map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name.trim() || '(blank)'));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
