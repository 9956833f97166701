import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageText } from '../../../server/src/cli/explain/page-text';
import { ruleCodes } from '../../../server/src/rules/catalogue';

describe('page-text', () => {
  it('underlines headings, indents code, keeps tables and lists, and writes links as text', () => {
    const page = `# AFD000: A \`key\`

## What *it* says

See [the \`manifest\`](../manifest.md#keys), [AFD101](AFD101.md)
and [this](https://example.org/a#b): \`a *b* [c](d)\`.

- one \`x\`
- **two**

| a | \`b\` |
|---|---|

\`\`\`yaml
# a *comment*
a: \`[b](c)\`

b: 1
\`\`\`

End.
`;
    assert.equal(
      pageText(page),
      `AFD000: A key
=============

What it says
------------

See the manifest <docs/manifest.md#keys>, AFD101 <docs/rules/AFD101.md>
and this <https://example.org/a#b>: a *b* [c](d).

- one x
- two

| a | b |
|---|---|

    # a *comment*
    a: \`[b](c)\`

    b: 1

End.
`,
    );
  });

  for (const code of ruleCodes) {
    it(`leaves nothing of Markdown in the page of ${code}`, () => {
      const prose = pageText(readFileSync(`docs/rules/${code}.md`, 'utf8')).replaceAll(/^ {4}.*$/gm, '');
      assert.doesNotMatch(prose, /`|\]\(|^#|\*\*/m);
      assert.match(prose, new RegExp(`^${code}: [^\\n]+\\n=+\\n\\nWhat it says\\n------------\\n`));
    });
  }
});
