import type { Event, LogOutputChannel } from 'vscode';

/** `vscode.LogLevel`, as numbers. */
const [tracing, quiet] = [1, 3];

/** What `traceChannel` follows: whether messages are to be traced, and each time that this may have changed. */
export interface TraceSwitch {
  readonly isOn: () => boolean;
  readonly onDidChange: Event<unknown>;
}

/**
 * The log as the channel for traced messages. The language client traces where the channel's own level says so; this one
 * says so while the switch is on, and shows what is traced at the level of ordinary lines.
 */
export function traceChannel(log: LogOutputChannel, { isOn, onDidChange }: TraceSwitch): LogOutputChannel {
  const level = (): number => (isOn() ? tracing : quiet);
  return {
    ...log,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: (listener, context) => onDidChange(() => listener.call(context, level())),
    trace: (message) => log.info(message),
  };
}
