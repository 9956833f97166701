import assert from 'node:assert/strict';
import { known, type Launch } from '../../../server/src/manifest/launches/launch';
import { launchDeployments } from '../../../server/src/manifest/launches/launch-deployments';
import { readLaunchFile } from '../../../server/src/manifest/launches/launch-file';
import {
  checkedFix,
  isEditable,
  removeKeyFix,
  removeOptionFix,
  renameKeyFix,
  valueFix,
} from '../../../server/src/rules/launch/launch-fix';
import type { Fix, Subject } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/text-range';
import { entryOf, type TreeMap } from '../../../server/src/yaml/yaml-tree';
import { factOf } from '../../manifest/stated-launch';

type Edited = Pick<Subject, 'text' | 'deployment' | 'deploymentIn'>;

function subjectOf(text: string): Edited & { readonly launch: Launch; readonly settings: TreeMap } {
  const deploymentIn = (edited: string) => {
    const { launches, directives } = readLaunchFile(edited, !/^(?:kind|model)/.test(edited));
    return launchDeployments(launches, directives, { pluginDate: undefined })[0];
  };
  const deployment = deploymentIn(text)!;
  const launch = deployment.launches[0]!;
  return { text, deployment, deploymentIn, launch, settings: launch.settings! };
}

/** The text after the only fix; undefined where none is offered. */
function editedBy(text: string, fixes: readonly Fix[]): string | undefined {
  assert.ok(fixes.length <= 1);
  return fixes[0] && applyEdits(text, fixes[0].edits);
}

const pod = (args: string) => `kind: Pod\nspec:\n  containers:\n    - name: a\n${args}`;
const settingsOf = (more: string) => `{"afd": {"role": "ffn", "num_ffn_ranks": 2${more}}}`;

describe('edits of launches', () => {
  it('are none where one of several launches would not state what is wanted', () => {
    const launch = (role: string) =>
      `vllm serve m --max-num-seqs 32 --additional-config '{"afd": {"role": "${role}", "num_attention_ranks": 4, "num_ffn_ranks": 1}}'\n`;
    const text = launch('attention') + launch('ffn');
    const subject = subjectOf(text);
    const edit = (at: number) => ({ range: { start: at, end: at + 2 }, newText: '64' });
    const [first, second] = [text.indexOf('32'), text.lastIndexOf('32')];
    const offered = (places: readonly number[]) =>
      checkedFix(subject, 'x', false, { edits: places.map(edit), elsewhere: [] }, (leaves) =>
        leaves.map((leaf) => (leaf.value === '32' ? { ...leaf, value: '64' } : leaf)),
      ).length;
    assert.deepEqual([offered([first, second]), offered([first]), offered([second]), offered([])], [1, 0, 0, 0]);
  });

  it('are none of one of two launches alike, nor without launches', () => {
    const text = `vllm serve m --max-num-seqs 32 --additional-config '${settingsOf('')}'\n`.repeat(2);
    const subject = subjectOf(text);
    const offered = (at: number) =>
      checkedFix(
        subject,
        'x',
        false,
        { edits: [{ range: { start: at, end: at + 2 }, newText: '64' }], elsewhere: [] },
        (leaves) => leaves.map((leaf) => (leaf.value === '32' ? { ...leaf, value: '64' } : leaf)),
      );
    assert.equal(subject.deployment?.launches.length, 2);
    assert.deepEqual([offered(text.indexOf('32')), offered(text.lastIndexOf('32'))], [[], []]);
    const nothing = { text, deployment: undefined, deploymentIn: subject.deploymentIn };
    assert.deepEqual(
      checkedFix(nothing, 'x', false, { edits: [], elsewhere: [] }, () => []),
      [],
    );
  });

  it('are preferred, but for values', () => {
    const text = `vllm serve m --seed 1 --additional-config '${settingsOf(', "port": 1239')}'\n`;
    const subject = subjectOf(text);
    const { launch, settings } = subject;
    const port = entryOf(settings, 'port')!;
    const preferred = [
      valueFix(subject, 'x', [{ fact: known(launch.ffnRanks)!, value: 4 }]),
      valueFix(subject, 'x', [{ fact: known(launch.ffnRanks)!, value: 4 }], true),
      renameKeyFix(subject, 'x', port, 'afd_port'),
      removeKeyFix(subject, 'x', settings, port),
      removeOptionFix(subject, 'x', launch.options.get('seed')!),
    ].map(([fix]) => fix?.preferred);
    assert.deepEqual(preferred, [false, true, true, true, true]);
  });

  it('are of facts that are written here, for this place alone', () => {
    const range = { start: 0, end: 1 };
    assert.equal(isEditable(factOf('x', { range })), true);
    assert.equal(isEditable(factOf('x', { range, setIn: 'afd-lens.config.yaml' })), false);
    assert.equal(isEditable(factOf('', { range: { start: 1, end: 1 } })), false);
  });

  it('change the model behind the subcommand, and see what changes in lists', () => {
    const text = `vllm serve m --additional-config '${settingsOf('')}'\n`;
    const subject = subjectOf(text);
    const changed = valueFix(subject, 'x', [{ fact: known(subject.launch.model)!, value: 'n' }]);
    assert.equal(editedBy(text, changed), text.replace('serve m', 'serve n'));
    assert.deepEqual(valueFix(subject, 'x', [{ fact: known(subject.launch.ffnRanks)!, value: 2 }]), []);
    const list = (more: string) =>
      subjectOf(`N=2\nvllm serve m --additional-config '{"afd": {"role": "ffn", "num_ffn_ranks": '$N'${more}}}'\n`);
    const offered = (each: ReturnType<typeof list>) =>
      valueFix(each, 'x', [{ fact: known(each.launch.ffnRanks)!, value: 4 }]).length;
    assert.equal(offered(list('')), 1);
    assert.equal(offered(list(`, "x": {"a": ['$N']}`)), 0);
  });

  it('rename a key with all that is below it, and remove the only one of a map', () => {
    const write = (key: string, inner: string) =>
      `vllm serve m --additional-config '${settingsOf(`, "${key}": ${inner}`)}'\n`;
    const nested = '{"a": {"b": [1, {"c": 2}]}}';
    const text = write('extra_config', nested);
    const subject = subjectOf(text);
    const extra = entryOf(subject.settings, 'extra_config')!;
    assert.equal(
      editedBy(text, renameKeyFix(subject, 'x', extra, 'connector_extra_config')),
      write('connector_extra_config', nested),
    );
    assert.deepEqual(renameKeyFix(subject, 'x', extra, 'two words'), []);
    const only = removeKeyFix(subject, 'x', extra.value as TreeMap, entryOf(extra.value, 'a')!);
    assert.equal(editedBy(text, only), write('extra_config', '{}'));
    const escaped = subjectOf(write('po\\u0072t', '1'));
    assert.deepEqual(renameKeyFix(escaped, 'x', entryOf(escaped.settings, 'port')!, 'afd_port'), []);
  });

  /** One launch in every kind of quotes, with the settings in place of `%`. */
  const layers: readonly (readonly [name: string, write: (json: string) => string])[] = [
    ['single quotes', (json) => `vllm serve m --additional-config '${json}' --seed 1\n`],
    ['double quotes', (json) => `vllm serve m --additional-config "${json.replaceAll('"', '\\"')}"\n`],
    ['a here-document', (json) => `vllm serve m --additional-config "$(cat <<'EOF'\n${json}\nEOF\n)" --seed 1\n`],
    ['a variable', (json) => `C='${json}'\nvllm serve m --additional-config="$C"\n`],
    [
      'a block scalar',
      (json) =>
        pod(
          `      command: [sh, -c]\n      args:\n        - |\n          vllm serve m \\\n            --additional-config '${json}'\n`,
        ),
    ],
    [
      'a quoted item',
      (json) => pod(`      command: [vllm, serve, m]\n      args: ["--additional-config", ${JSON.stringify(json)}]\n`),
    ],
    [
      'a single-quoted item',
      (json) =>
        pod(`      command: [vllm, serve, m]\n      args:\n        - --additional-config\n        - '${json}'\n`),
    ],
  ];
  for (const [name, write] of layers) {
    it(`change just the characters of a value, a key and a member in ${name}`, () => {
      const text = write(settingsOf(', "port": 1239, "host": "h"'));
      const subject = subjectOf(text);
      const { launch, settings } = subject;
      assert.equal(
        editedBy(text, valueFix(subject, 'x', [{ fact: known(launch.ffnRanks)!, value: 16 }])),
        write(settingsOf(', "port": 1239, "host": "h"').replace('2', '16')),
      );
      assert.equal(
        editedBy(text, renameKeyFix(subject, 'x', entryOf(settings, 'port')!, 'afd_port')),
        write(settingsOf(', "afd_port": 1239, "host": "h"')),
      );
      assert.equal(
        editedBy(text, removeKeyFix(subject, 'x', settings, entryOf(settings, 'port')!)),
        write(settingsOf(', "host": "h"')),
      );
      assert.equal(
        editedBy(text, removeKeyFix(subject, 'x', settings, entryOf(settings, 'host')!)),
        write(settingsOf(', "port": 1239')),
      );
      assert.equal(
        editedBy(text, removeKeyFix(subject, 'x', settings, entryOf(settings, 'role')!)),
        write('{"afd": {"num_ffn_ranks": 2, "port": 1239, "host": "h"}}'),
      );
    });
  }

  it('of YAML keys keep the lines of the others', () => {
    const write = (keys: string) => `model: m\nadditional_config:\n  afd:\n${keys}max_num_seqs: 8\n`;
    const text = write('    role: ffn # here\n    enabled: true\n    "port": 1239\n');
    const subject = subjectOf(text);
    const { settings } = subject;
    const remove = (key: string) => editedBy(text, removeKeyFix(subject, 'x', settings, entryOf(settings, key)!));
    assert.equal(remove('enabled'), write('    role: ffn # here\n    "port": 1239\n'));
    assert.equal(remove('port'), write('    role: ffn # here\n    enabled: true\n'));
    assert.equal(
      editedBy(text, renameKeyFix(subject, 'x', entryOf(settings, 'port')!, 'afd_port')),
      text.replace('"port"', '"afd_port"'),
    );
    const merging = write('    <<: &base { host: h }\n    role: ffn\n    enabled: true\n');
    const merged = subjectOf(merging);
    const removal = removeKeyFix(merged, 'x', merged.settings, entryOf(merged.settings, 'enabled')!);
    assert.equal(editedBy(merging, removal), merging.replace('    enabled: true\n', ''));
    const escaped = subjectOf(text.replace('"port"', '"po\\x72t"'));
    assert.deepEqual(renameKeyFix(escaped, 'x', entryOf(escaped.settings, 'port')!, 'afd_port'), []);
  });

  it('of dotted flags keep the flags between them', () => {
    const text = 'vllm serve m --additional-config.afd.enabled true --seed 1 --additional-config.afd.role ffn\n';
    const subject = subjectOf(text);
    const { settings } = subject;
    assert.deepEqual(removeKeyFix(subject, 'x', settings, entryOf(settings, 'enabled')!), []);
    assert.equal(
      editedBy(text, renameKeyFix(subject, 'x', entryOf(settings, 'enabled')!, 'async')),
      text.replace('enabled', 'async'),
    );
  });

  it('are none where anything else would change', () => {
    const text = `N=2\nvllm serve m --max-num-seqs $N --additional-config '{"afd": {"role": "ffn", "num_ffn_ranks": '$N', "num_attention_ranks": '$N'}}'\n`;
    const subject = subjectOf(text);
    const { launch } = subject;
    const [ffn, attention] = [known(launch.ffnRanks)!, known(launch.attentionRanks)!];
    assert.deepEqual(valueFix(subject, 'x', [{ fact: ffn, value: 4 }]), []);
    assert.deepEqual(
      valueFix(subject, 'x', [
        { fact: ffn, value: 4 },
        { fact: attention, value: 4 },
      ]),
      [],
    );
    const seqs = known(launch.maxNumSeqs)!;
    assert.equal(
      editedBy(
        text,
        valueFix(
          subject,
          'x',
          [ffn, attention, seqs].map((fact) => ({ fact, value: 4 })),
        ),
      ),
      text.replace('N=2', 'N=4'),
    );
    const twice = [ffn, attention, seqs].map((fact, index) => ({ fact, value: index + 3 }));
    assert.deepEqual(valueFix(subject, 'x', twice), []);
  });

  it('change one of two values under a name that launches share', () => {
    const text = (first: number) =>
      pod(
        `      command: &c [vllm, serve, m, --additional-config, '${settingsOf('')}', --max-num-seqs]\n      args: ["${first}"]\n    - name: b\n      command: *c\n      args: ["16"]\n`,
      );
    const subject = subjectOf(text(8));
    const change = { fact: known(subject.launch.maxNumSeqs)!, value: 32 };
    assert.equal(editedBy(text(8), valueFix(subject, 'x', [change])), text(32));
  });

  it('are none of values that are not written out, or that would need quotes', () => {
    const text = `vllm serve m --additional-config '{"afd": {"role": "ffn", "host": "a\\u0062"}}'\n`;
    const subject = subjectOf(text);
    const { launch } = subject;
    assert.deepEqual(valueFix(subject, 'x', [{ fact: known(launch.host)!, value: 'c' }]), []);
    assert.deepEqual(valueFix(subject, 'x', [{ fact: known(launch.port)!, value: 1 }]), []);
    const facts = [known(launch.host)!, known(launch.role)!] as const;
    assert.deepEqual(
      valueFix(subject, 'x', [
        { fact: facts[0], value: 'c' },
        { fact: facts[1], value: 'attention' },
      ]),
      [],
    );
    for (const value of ['a b', '"', "it's", '$(id)', '', 'a\\b', 'a\nb'])
      assert.deepEqual(valueFix(subject, 'x', [{ fact: known(launch.role)!, value }]), []);
    assert.deepEqual(renameKeyFix(subject, 'x', entryOf(subject.settings, 'host')!, 'role'), []);
  });

  it('remove an option with its value, and its line where it has one', () => {
    const config = `--additional-config '${settingsOf('')}'`;
    const commented = [
      '- --seed=1 # why',
      "- '--seed=1' # why",
      '- --seed # why\n        - "1"',
      '- --seed\n        - "1" # why',
    ] as const;
    const cases: readonly (readonly [before: string, after: string])[] = [
      [`vllm serve m --seed 1 ${config}\n`, `vllm serve m ${config}\n`],
      [`vllm serve m ${config} --seed=1\nnext\n`, `vllm serve m ${config}\nnext\n`],
      [`vllm serve m ${config} --seed '1' -q fp8\n`, `vllm serve m ${config} -q fp8\n`],
      [`vllm serve m \\\n  --seed 1 \\\n  ${config}\n`, `vllm serve m \\\n  ${config}\n`],
      [`vllm serve m \\\n  ${config} \\\n  --seed 1\nnext\n`, `vllm serve m \\\n  ${config}\nnext\n`],
      [`vllm serve m  \\\n  --seed 1 \\\n  ${config}\n`, `vllm serve m  \\\n  ${config}\n`],
      [`vllm serve m  \\\n--seed 1 \\\n${config}\n`, `vllm serve m  \\\n${config}\n`],
      ...(['- --seed\n        - "1"', '- --seed=1', '- "--seed=1"', ...commented] as const).map((lines) => {
        const args = (item: string) =>
          pod(
            `      command: [vllm, serve, m]\n      args:\n${item}        - --additional-config\n        - '${settingsOf('')}'\n`,
          );
        return [args(`        ${lines}\n`), args('')] as const;
      }),
    ];
    for (const [before, expected] of cases) {
      const subject = subjectOf(before);
      assert.equal(
        editedBy(before, removeOptionFix(subject, 'x', subject.launch.options.get('seed')!)),
        expected,
        before,
      );
    }
    const twice = subjectOf(`vllm serve m --seed 1 --seed 2 ${config}\n`);
    assert.deepEqual(removeOptionFix(twice, 'x', twice.launch.options.get('seed')!), []);
  });
});
