import type { ReportFormat } from '../check-report';
import { github } from './github';
import { gitlab } from './gitlab';
import { json } from './json';
import { junit } from './junit';
import { markdown } from './markdown';
import { pretty } from './pretty';
import { rdjson } from './rdjson';
import { sarif } from './sarif';

/** The names of the output formats of `check`. */
export const formatNames = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'markdown'] as const;
export type FormatName = (typeof formatNames)[number];

/** Every output format by its name. */
export const reportFormats: Readonly<Record<FormatName, ReportFormat>> = {
  pretty,
  json,
  sarif,
  github,
  gitlab,
  junit,
  rdjson,
  markdown,
};
