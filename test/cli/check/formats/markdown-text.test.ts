import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { markdownCode, markdownMessage, markdownText } from '../../../../server/src/cli/check/formats/markdown-text';
import { visible } from '../../../../server/src/cli/check/formats/visible-text';

const renderer = new MarkdownIt({ html: true, linkify: true });
const noWidth = /\u200B/g;

/** The text of rendered Markdown; fails where it has other tags than expected. */
function textOf(html: string, expected: readonly string[]): string {
  const tags = [...html.matchAll(/<(\/?[a-z0-9]+)[^>]*>/g)].map(([, tag]) => tag!);
  assert.deepEqual(tags, expected, html);
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\n$/, '');
}

const pieces = fc.constantFrom(
  ...[
    'a',
    ' b ',
    '|',
    '`',
    '``',
    '<b>',
    '</b>',
    '<!--',
    '&amp;',
    '&',
    '*',
    '**',
    '_',
    '__',
    '\\',
    '[x](y)',
    '![',
    '](',
  ],
  ...[
    '#1',
    '# ',
    '@team',
    'https://x.y/z',
    'www.x.yz',
    'm@x.org',
    ':smile:',
    '~~',
    '$x$',
    '\n',
    '\r',
    '\u001b',
    '- ',
    '1. ',
    '🚀',
  ],
);
const anything = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));

describe('Markdown text', () => {
  it('is shown as it is in a line and in a cell, and as nothing else', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = visible(text);
        const line = renderer.renderInline(`.${markdownText(text)}.`);
        assert.equal(textOf(line, []).replaceAll(noWidth, ''), `.${shown}.`);
        const row = renderer.render(
          `| x | y |\n|:--|:--|\n| .${markdownText(text)}. | ${markdownCode(`.${text}.`)} |\n`,
        );
        const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell!);
        assert.equal(cells.length, 2);
        assert.equal(textOf(cells[0]!, []).replaceAll(noWidth, ''), `.${shown}.`);
        assert.equal(textOf(cells[1]!, ['code', '/code']).replaceAll(noWidth, ''), `.${shown}.`);
      }),
    );
  });

  it('mentions nobody and links nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = textOf(renderer.renderInline(markdownText(text)), []);
        assert.doesNotMatch(shown, /@\w|#\d|:\/\/|www\.|:[\w+-]+:/);
      }),
    );
  });

  it('is cut where it is long, and not inside a letter', () => {
    assert.equal(markdownText('x'.repeat(301)), `${'x'.repeat(299)}…`);
    assert.equal(markdownText(`${'x'.repeat(298)}🚀🚀`), `${'x'.repeat(298)}…`);
    assert.equal(markdownText('x'.repeat(300)), 'x'.repeat(300));
  });

  it('shows as code what a message has in backquotes', () => {
    assert.equal(
      markdownMessage('The key `a|b` is *not* `x`.'),
      'The key <code>a&#124;b</code> is &#42;not&#42; <code>x</code>.',
    );
    assert.equal(markdownMessage('One ` alone'), 'One &#96; alone');
    assert.equal(markdownMessage('`a` and ` alone'), '<code>a</code> and &#96; alone');
    assert.equal(markdownMessage('``'), '');
  });
});
