import type { AnalysedFile } from '../../analysis/analysis';
import { type PlanOptions, planQuestion } from '../../evaluation/plan-deployment';
import { chancesAsGood, planStanding } from '../../evaluation/plan-standing';
import { fewestWorkers } from '../../provisioning/plan/fewest-workers';
import { plan } from '../../provisioning/plan/plan';
import { whyNoSweep } from '../../sweep/why-no-sweep';
import { plainLine, plainWord } from '../../text/format';
import { noChoiceSentence } from '../../wording/plan-words';
import { FileAnalyzer } from '../analyze-file';
import { choosePaired } from '../choose-deployments';
import type { Output } from '../command-context';
import type { TextOrJson } from '../shared-options';
import { type PlannedDeployment, type PlanSubject, planJson } from './plan-json';
import { planText } from './plan-text';

/** What the command line asks of a joint choice. */
export interface PlanArguments {
  readonly file: string;
  readonly format: TextOrJson;
  /** From 1. */
  readonly document: number | undefined;
  readonly options: PlanOptions;
}

/** Where nothing fits N workers, this many are looked at for the fewest that do. */
const mostLookedAt = 1024;

/**
 * Chooses pools, bundles, microbatches and batch size for the deployments of a file and writes the best choices; returns
 * the exit status: 1 where the limits leave one without a choice, 2 where one cannot be searched.
 */
export async function runPlan(asked: PlanArguments, output: Output, nowMs = Date.now()): Promise<number> {
  const analyzer = new FileAnalyzer(output.error, { withoutStudies: true });
  try {
    const analysed = await analyzer.analyze(asked.file);
    if (!analysed) return 2;
    const status = planAll(asked, analysed, output, nowMs);
    return analyzer.problems.length > 0 ? 2 : status;
  } finally {
    analyzer.dispose();
  }
}

function planAll(
  { file, format, document, options }: PlanArguments,
  analysed: AnalysedFile,
  { out, error }: Output,
  nowMs: number,
): number {
  const { chosen, complete } = choosePaired(analysed, document, error);
  const planned = chosen.flatMap(({ deployment, evaluation, index }) => {
    const reading = planQuestion(deployment, evaluation, options);
    if (reading.kind === 'plan') return [answered({ file, document: index, deployment, evaluation, plan: reading })];
    const why = reading.kind === 'refused' ? reading.message : whyNoSweep(deployment, evaluation);
    error(`${file}: ${plainWord(deployment.name ?? 'deployment')}: ${plainLine(why)}`);
    return [];
  });
  if (planned.length > 0) {
    if (format === 'json') out(`${JSON.stringify(planJson(planned, chosen.length), null, 2)}\n`);
    else out(planned.map((each) => planText(each, nowMs)).join('\n'));
  }
  if (!complete || planned.length < chosen.length) return 2;
  return planned.some(({ none }) => none !== undefined) ? 1 : 0;
}

function answered(about: PlanSubject): PlannedDeployment {
  const { evaluation, plan: asked } = about;
  const outcome = plan(asked.question);
  if (outcome.kind === 'choices') {
    const { choices } = outcome;
    const standing = planStanding(evaluation, asked, choices[0]!);
    return { ...about, choices, standing, chances: chancesAsGood(asked, choices) };
  }
  const most = Math.max(mostLookedAt, asked.question.workers);
  const fewest = fewestWorkers(asked.question, most);
  return { ...about, none: noChoiceSentence(asked, outcome.why, fewest, most), fewestWorkers: fewest };
}
