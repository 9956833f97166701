import { manifestSizeLimit } from '../../server/src/rules/document/file-too-large';
import { deployment, filesOf, header } from '../analysis/analysed';
import { onDevices } from './memory-cases';
import { good, own, type RuleCase, traced } from './rule-case';

/** Cases of the rules about syntax, schema, references and suppressions. */
export const referenceCases: readonly RuleCase[] = [
  {
    code: 'AFD301',
    title: 'broken text',
    text: deployment('{ workers: 4'),
    expected: ['error', 'f', 'Not valid YAML: a closing `}` is missing.'],
  },
  {
    code: 'AFD302',
    title: 'a wrong value',
    text: deployment('{ workers: 0, batchSize: 256 }'),
    expected: ['error', '0', '`workers` is 0; it must be a whole number of at least 1.'],
  },
  {
    code: 'AFD302',
    title: 'not in a broken text',
    text: `${deployment('{ workers: 0, batchSize: 256 }')}  x\n`,
    expected: undefined,
  },
  {
    code: 'AFD303',
    title: 'an unknown key',
    text: deployment('{ workers: 4, batchsize: 256 }'),
    expected: ['warning', 'batchsize', 'Unknown key `batchsize` in `attention`; did you mean `batchSize`?'],
  },
  {
    code: 'AFD304',
    title: 'a misspelt profile',
    text: deployment(good).replace('ascend', 'ascent'),
    expected: [
      'error',
      'ascent-910c-deepseek-v3',
      'Unknown latency profile `ascent-910c-deepseek-v3`; did you mean `ascend-910c-deepseek-v3`?',
    ],
  },
  {
    code: 'AFD304',
    title: 'an unknown profile',
    text: deployment(good).replace('ascend-910c-deepseek-v3', 'h100'),
    expected: [
      'error',
      'h100',
      'Unknown latency profile `h100`; built-in: ascend-910c-deepseek-v3; or give a file, like `./profile.yaml`.',
    ],
  },
  {
    code: 'AFD304',
    title: 'a misspelt model',
    text: deployment(good, '{ workers: 1 }', '  model: deepseekk-v3\n'),
    expected: ['info', 'deepseekk-v3', 'Unknown model `deepseekk-v3`; did you mean `deepseek-v3`?'],
  },
  {
    code: 'AFD304',
    title: 'a model with another number',
    text: deployment(good, '{ workers: 1 }', '  model: qwen3-14b\n'),
    expected: undefined,
  },
  {
    code: 'AFD304',
    title: 'a model of one’s own',
    text: deployment(good, '{ workers: 1 }', '  model: our-finetune\n'),
    expected: undefined,
  },
  {
    code: 'AFD305',
    title: 'a missing trace',
    text: traced,
    expected: ['error', 't.csv', 'Trace file `t.csv` does not exist; paths are relative to this file.'],
  },
  {
    code: 'AFD305',
    title: 'a missing absolute path',
    text: traced.replace('t.csv', '/x/t.csv'),
    expected: ['error', '/x/t.csv', 'Trace file `/x/t.csv` does not exist.'],
  },
  {
    code: 'AFD305',
    title: 'a missing profile',
    text: own(),
    expected: ['error', 'p.yaml', 'Profile file `p.yaml` does not exist; paths are relative to this file.'],
  },
  {
    code: 'AFD305',
    title: 'an unreachable trace',
    text: traced,
    inputs: filesOf({ 't.csv': { kind: 'unreachable', message: 'Remote files are not read.' } }),
    expected: ['info', 't.csv', 'Remote files are not read.'],
  },
  {
    code: 'AFD305',
    title: 'a trace still read',
    text: traced,
    inputs: filesOf({ 't.csv': { kind: 'loading' } }),
    expected: undefined,
  },
  {
    code: 'AFD306',
    title: 'an unusable profile',
    text: own(),
    inputs: filesOf({}, { 'p.yaml': { kind: 'failed', path: '', message: 'All stage times are zero.', line: 4 } }),
    expected: ['error', 'p.yaml', 'Profile `p.yaml` is not usable: all stage times are zero (line 4).'],
  },
  {
    code: 'AFD304',
    title: 'a misspelt device of a pool',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: h8000 }'),
    expected: ['error', 'h8000', 'Unknown device `h8000`; did you mean `h800`?'],
  },
  {
    code: 'AFD304',
    title: 'a device that resembles none',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: abacus }'),
    expected: [
      'error',
      'abacus',
      'Unknown device `abacus`; give an id of the catalogue, like `h800`, or a device file, like `./device.afd.yaml`.',
    ],
  },
  {
    code: 'AFD305',
    title: 'a missing device file',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: ./gpu.yaml }'),
    expected: ['error', './gpu.yaml', 'Device file `./gpu.yaml` does not exist; paths are relative to this file.'],
  },
  {
    code: 'AFD305',
    title: 'a missing model file',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12 }').replace('deepseek-v3', 'own/config.json'),
    expected: [
      'error',
      'own/config.json',
      'Model file `own/config.json` does not exist; paths are relative to this file.',
    ],
  },
  {
    code: 'AFD306',
    title: 'a model of an architecture that is not known',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12 }').replace('deepseek-v3', 'own/config.json'),
    inputs: {
      ...filesOf(),
      model: () => ({ kind: 'failed', path: '', message: 'It has linear attention.', line: undefined }),
    },
    expected: ['error', 'own/config.json', 'Model `own/config.json` is not usable: it has linear attention.'],
  },
  {
    code: 'AFD306',
    title: 'an unusable device file',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: gpu.yaml }'),
    inputs: { ...filesOf(), device: () => ({ kind: 'failed', path: '', message: '`memoryGB` is missing.', line: 2 }) },
    expected: ['error', 'gpu.yaml', 'Device `gpu.yaml` is not usable: `memoryGB` is missing (line 2).'],
  },
  {
    code: 'AFD307',
    title: 'a key given twice',
    text: deployment('{ workers: 4, workers: 5, batchSize: 256 }'),
    expected: ['error', 'workers', '`workers` is given twice in this map; keep one.'],
  },
  {
    code: 'AFD308',
    title: 'an alias of itself',
    text: `${header}spec: &s { attention: *s }\n`,
    expected: ['error', 'a', 'The alias *s refers to a value that contains it.'],
  },
  {
    code: 'AFD309',
    title: 'a huge file',
    text: `#${' '.repeat(manifestSizeLimit)}`,
    expected: [
      'warning',
      '#',
      'Not analysed: the file has 1,000,001 characters, the most read are 1,000,000; split it.',
    ],
  },
  { code: 'AFD309', title: 'a file at the limit', text: `#${' '.repeat(manifestSizeLimit - 1)}`, expected: undefined },
  {
    code: 'AFD310',
    title: 'a profile of another model',
    text: deployment(good, '{ workers: 1 }', '  model: kimi-k2\n'),
    expected: [
      'warning',
      'ascend-910c-deepseek-v3',
      'The profile was taken on `deepseek-v3`, this deployment serves `kimi-k2`: its numbers may not hold.',
    ],
  },
  {
    code: 'AFD310',
    title: 'the same model, written otherwise',
    text: deployment(good, '{ workers: 1 }', '  model: deepseek-ai/DeepSeek-V3\n'),
    expected: undefined,
  },
  {
    code: 'AFD310',
    title: 'a model of the same shape',
    text: deployment(good, '{ workers: 1 }', '  model: deepseek-ai/DeepSeek-R1\n'),
    expected: undefined,
  },
  {
    code: 'AFD900',
    title: 'an unused suppression',
    text: `# afd-lens: ignore AFD103\n${deployment(good)}`,
    expected: ['info', '# afd-lens: ignore AFD103', 'Unused suppression: `AFD103` is not reported here.'],
  },
  {
    code: 'AFD901',
    title: 'a suppression without codes',
    text: `# afd-lens: ignore\n${deployment(good)}`,
    expected: [
      'warning',
      '# afd-lens: ignore',
      'A suppression must name the rules it is for: `# afd-lens: ignore AFD101 -- reason`.',
    ],
  },
];
