import type { LogOutputChannel, OutputChannel } from 'vscode';

/** `[Error - 3:14:15 PM] text`, as the language client writes its lines. */
const clientLine = /^\[(Error|Warn|Info|Debug|Trace)\s*- [^\]]*\] (.*)$/s;

/** The log as the plain channel the language client writes to: each line at its own level, stamped once. */
export function asClientChannel(log: LogOutputChannel): OutputChannel {
  const appendLine = (line: string): void => {
    const [, level, text] = clientLine.exec(line) ?? [];
    if (level === 'Error') log.error(text!);
    else if (level === 'Warn') log.warn(text!);
    else if (level === 'Debug') log.debug(text!);
    else log.info(text ?? line);
  };
  return {
    name: log.name,
    append: appendLine,
    appendLine,
    replace: (text) => log.replace(text),
    clear: () => log.clear(),
    show: () => log.show(true),
    hide: () => log.hide(),
    dispose: () => {}, // The log outlives the client.
  };
}
