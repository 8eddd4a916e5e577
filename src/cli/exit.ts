/** What a command ends with. 130 is for Ctrl-C. */
export const exitCodes = { done: 0, missed: 1, wrongInput: 2, bug: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
