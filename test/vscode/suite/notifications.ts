import * as vscode from 'vscode';

/** Texts of the notifications shown since the last look. */
export const notifications: string[] = [];

/** Records every notification of this extension from now on, instead of showing it. */
export function recordNotifications(): void {
  const record = async (message: string): Promise<undefined> => {
    notifications.push(message);
    return undefined;
  };
  // Tests and extension share one API object, being of one extension.
  Object.assign(vscode.window, {
    showInformationMessage: record,
    showWarningMessage: record,
    showErrorMessage: record,
  });
}
