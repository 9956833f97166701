import { basename } from 'node:path';
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** A trace that is read this long gets a progress report; shorter readings are over before anyone looks. */
const delayMs = 400;

interface ShownRead {
  readonly timer: NodeJS.Timeout;
  reporter: WorkDoneProgressServerReporter | undefined;
  share: number;
}

/** Work-done progress of long trace readings, by path. */
export class ReadProgress {
  private readonly readings = new Map<string, ShownRead>();

  constructor(
    private readonly connection: Connection,
    private readonly supported: boolean,
    private readonly cancel: (path: string) => void,
  ) {}

  /** Reports the share read of a file; undefined ends the report. */
  update(path: string, share: number | undefined): void {
    const reading = this.readings.get(path);
    if (share === undefined) {
      if (!reading) return;
      clearTimeout(reading.timer);
      reading.reporter?.done();
      this.readings.delete(path);
    } else if (reading) {
      reading.share = share;
      reading.reporter?.report(Math.round(share * 100));
    } else if (this.supported) {
      this.readings.set(path, { timer: setTimeout(() => this.begin(path), delayMs), reporter: undefined, share });
    }
  }

  private async begin(path: string): Promise<void> {
    const reporter = await this.connection.window.createWorkDoneProgress().catch(() => undefined);
    const reading = this.readings.get(path);
    if (!reporter || !reading) return;
    reading.reporter = reporter;
    reporter.begin(`Reading ${basename(path)}`, Math.round(reading.share * 100), undefined, true);
    reporter.token.onCancellationRequested(() => this.cancel(path));
  }
}
