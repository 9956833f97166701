import { ratioDomain } from '../../server/src/charts/sweep-marks';
import type { TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import { leftOf } from './charts/chart';
import { legend } from './charts/legend';
import { readPoints } from './charts/point-reader';
import { showChart } from './charts/show-chart';
import { textMeasure } from './charts/text-measure';
import { createControls } from './controls/controls';
import { withoutManifestValues } from './controls/what-if';
import { html, withCode } from './elements/html';
import { createTabs } from './elements/tabs';
import { type FromPage, type PanelState, type SavedState, type TabName, type ToPage, tabNames } from './messages';
import { buildPage } from './page';
import { dataTable } from './ratio/data-table';
import { idleChart, idleLabels } from './ratio/idle-chart';
import { throughputUnit } from './ratio/point-text';
import { idleLegend, throughputLegend } from './ratio/ratio-legend';
import type { RatioView } from './ratio/ratio-plot';
import { ratioPoints } from './ratio/ratio-points';
import { createStatusLine } from './ratio/status-line';
import { tableTexts } from './ratio/table-rows';
import { throughputChart, throughputLabels } from './ratio/throughput-chart';
import { simulationSentence, verdict } from './ratio/verdict';
import { createStrategiesView } from './strategies/strategies-view';

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: FromPage) => void;
  readonly getState: () => SavedState | undefined;
  readonly setState: (state: SavedState) => void;
};

const vscode = acquireVsCodeApi();
let state: PanelState | undefined;
let whatIf: WhatIf = vscode.getState()?.whatIf ?? {};
let shownTab: TabName = tabNames.find((name) => name === vscode.getState()?.tab) ?? 'ratio';

const controls = createControls({
  onChange: (next) => choose(next),
  onApply: () => vscode.postMessage({ kind: 'apply' }),
  onCopy: () => vscode.postMessage({ kind: 'copy' }),
});
const statusLine = createStatusLine(
  () => vscode.postMessage({ kind: 'cancel' }),
  () => vscode.postMessage({ kind: 'simulate' }),
);
const page = buildPage(statusLine.element);
const strategies = createStrategiesView(page.live);
const tabs = createTabs<TabName>(
  [
    { name: 'ratio', title: 'Ratio', panel: page.panel },
    { name: 'strategies', title: 'Strategies', panel: strategies.panel },
  ],
  (name) => {
    showTab(name);
    save();
    vscode.postMessage({ kind: 'tab', tab: name });
  },
);
const root = document.getElementById('sweep')!;
root.replaceChildren(page.header, tabs.element, page.panel, strategies.panel, page.live);
const showPoints = readPoints([page.throughput, page.idle], page.live);
showTab(shownTab);

/** Both tabs are about the same what-if, so the controls go with the reader. */
function showTab(name: TabName): void {
  shownTab = name;
  tabs.show(name);
  controls.serve(name);
  (name === 'ratio' ? page : strategies).controls.append(controls.element);
}

function choose(next: WhatIf): void {
  whatIf = next;
  save();
  vscode.postMessage({ kind: 'whatIf', whatIf });
}

function save(): void {
  if (state) vscode.setState({ target: state.target, whatIf, tab: shownTab });
}

function show(next: PanelState): void {
  state = next;
  save();
  const { theory, problem } = next;
  page.file.textContent = next.file;
  page.problem.replaceChildren(...withCode(problem ?? ''));
  page.problem.hidden = problem === undefined;
  page.content.hidden = page.verdict.hidden = strategies.controls.hidden = theory === undefined;
  page.content.classList.toggle('stale', problem !== undefined);
  page.verdict.classList.toggle('stale', problem !== undefined);
  page.title.textContent = theory?.title ?? next.file;
  page.file.hidden = theory === undefined;
  if (!theory) return;
  followManifest(theory);
  showTexts(theory, next);
  drawCharts();
  if (page.figures.open) fillTable();
}

/** A value that the manifest has come to say itself is a choice no more. */
function followManifest(theory: TheorySweep): void {
  const left = withoutManifestValues(whatIf, theory.manifest);
  if (left !== whatIf) choose(left);
}

function showTexts(theory: TheorySweep, { problem, simulated, outdated, status, edit }: PanelState): void {
  const pieces = verdict(theory).map(({ text: words, strong }) => {
    const text = words.replaceAll(' %', '\u00a0%');
    return strong ? html('strong', '', text) : text;
  });
  page.verdict.replaceChildren(...pieces);
  controls.update(theory, whatIf, problem === undefined ? edit : { refusal: '', copyable: false });
  statusLine.update(theory, simulated, outdated, status);
  page.throughput.unit.textContent = throughputUnit(theory);
  page.throughput.legend.replaceChildren(legend(throughputLegend(theory, simulated)));
  page.idle.legend.replaceChildren(legend(idleLegend));
  page.simulatedText.replaceChildren(...(simulated ? withCode(simulationSentence(simulated)) : []));
  page.simulatedText.classList.toggle('outdated', outdated);
  page.notes.replaceChildren(...theory.notes.map((note) => html('li', '', ...withCode(note))));
}

function drawCharts(): void {
  const { theory: sweep, simulated, outdated } = state ?? {};
  const width = page.throughput.box.clientWidth;
  if (!sweep || width === 0) return;
  const measure = textMeasure(page.throughput.box);
  const labels = [...throughputLabels(sweep, simulated), ...idleLabels(sweep, simulated)];
  const view: RatioView = {
    sweep,
    simulated,
    outdated: outdated ?? false,
    width,
    left: leftOf(labels, measure),
    ratios: ratioDomain(sweep),
    measure,
  };
  const charts = [showChart(page.throughput, throughputChart(view)), showChart(page.idle, idleChart(view))];
  showPoints(ratioPoints(charts, sweep, simulated));
}

function fillTable(): void {
  if (state?.theory) page.table.replaceChildren(dataTable(tableTexts(state.theory, state.simulated)));
}

page.figures.addEventListener('toggle', () => {
  if (page.figures.open) fillTable();
});
new ResizeObserver(drawCharts).observe(page.throughput.box);
// Fonts and sizes come with the theme, as attributes of the body.
new MutationObserver(drawCharts).observe(document.body, { attributes: true, attributeFilter: ['class'] });
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'state') show(data.state);
  else if (data.kind === 'strategies') strategies.update(data.strategies);
  else if (data.kind === 'progress') statusLine.progress(data.share);
  else controls.copied();
});
vscode.postMessage({ kind: 'ready', whatIf: vscode.getState()?.whatIf, tab: shownTab });
