/** What the program prints, and the status it ends with. */
export interface CommandLineAnswer {
  readonly out: string;
  readonly error: string;
  readonly status: number;
}

/** The process the program runs in. */
interface Surroundings {
  readonly version: string;
  /** The parent process can be talked to over Node's IPC. */
  readonly ipc: boolean;
}

const help = `Usage: afd-language-server --stdio

The language server of AFD Lens: LSP for deployment manifests and latency profiles, started by an editor.

Options:
  --stdio        talk over standard input and output
  --node-ipc     talk over the IPC channel of a parent process in Node.js
  -v, --version  the version
  -h, --help     this text
`;

/** The answer to a command line that starts no server; undefined where the arguments say how to talk to the editor. */
export function commandLineAnswer(
  args: readonly string[],
  { version, ipc }: Surroundings,
): CommandLineAnswer | undefined {
  if (args.includes('--help') || args.includes('-h')) return { out: help, error: '', status: 0 };
  if (args.includes('--version') || args.includes('-v')) return { out: `${version}\n`, error: '', status: 0 };
  const problem = transportProblem(args, ipc);
  if (problem === undefined) return undefined;
  return { out: '', error: `afd-language-server: ${problem}; see afd-language-server --help\n`, status: 2 };
}

function transportProblem(args: readonly string[], ipc: boolean): string | undefined {
  // The first of them counts.
  const transport = args.find((arg) => arg === '--stdio' || arg === '--node-ipc');
  if (transport === undefined) return 'nothing says how to talk to the editor; give --stdio';
  return transport === '--stdio' || ipc ? undefined : 'there is no IPC channel for --node-ipc; give --stdio';
}
