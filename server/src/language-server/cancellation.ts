import {
  type ConnectionStrategy,
  LSPErrorCodes,
  type RequestMessage,
  type ResponseMessage,
} from 'vscode-languageserver/node';

/** Answers a request that is cancelled before its turn at once, instead of computing an answer nobody waits for. */
export const connectionStrategy: ConnectionStrategy = {
  cancelUndispatched: (message) => {
    const { id } = message as RequestMessage;
    const response: ResponseMessage = {
      jsonrpc: '2.0',
      id,
      error: { code: LSPErrorCodes.RequestCancelled, message: 'Cancelled.' },
    };
    return response;
  },
};
