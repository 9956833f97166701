import { allRules } from '../rules/catalogue';
import { quote } from '../text/format';
import { type AgentTool, ToolRefusal } from './tool';
import { type InputSchema, readInput } from './tool-input';
import { limitText } from './tool-text';

const inputSchema = {
  type: 'object',
  properties: { code: { type: 'string', description: 'like AFD101' } },
  required: ['code'],
  additionalProperties: false,
} as const satisfies InputSchema;

/** The page of a rule: what it says, why it matters, what to do. */
export const explainRule: AgentTool = {
  name: 'explain_afd_rule',
  title: 'Explain AFD Rule',
  description: 'What an AFD Lens finding code means, why it matters, what to do.',
  inputSchema,
  async run(sent, host) {
    const asked = readInput(inputSchema, sent).code!.trim();
    const rule = allRules.find(({ code }) => code === asked.toUpperCase());
    if (!rule) {
      const codes = allRules
        .map((each) => each.code)
        .sort()
        .join(', ');
      throw new ToolRefusal(`There is no rule ${quote(asked)}; there are ${codes}.`);
    }
    const { code, title, severity } = rule;
    const page = await host.rulePage(code);
    return {
      text: limitText(page, `the whole page is docs/rules/${code}.md`),
      structured: { code, title, severity },
      isError: false,
    };
  },
};
