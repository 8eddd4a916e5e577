/** One thing that is wrong with an input: a public code, what is wrong, what to do, and where it stands. */
export interface Problem {
  /** Public and stable, `area/rule`, e.g. `spec/unknown-field`. */
  readonly code: string;
  /** Subject, rule, offending value. */
  readonly message: string;
  /** What the user can do about it. */
  readonly remedy?: string;
  /** JSON pointer (RFC 6901) of the offending value inside its document. */
  readonly pointer?: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** Wrong input. It carries every problem that was found, and never a bug of ours. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

export function problem(code: string, message: string, details: Omit<Problem, 'code' | 'message'> = {}): Problem {
  return { code, message, ...details };
}

/** Throws one problem as an `InputError`. */
export function reject(code: string, message: string, details: Omit<Problem, 'code' | 'message'> = {}): never {
  throw new InputError([problem(code, message, details)]);
}

/** `file:line:column code: message; remedy`, leaving out what is not known. */
export function problemText(p: Problem): string {
  const place = [p.file, p.line, p.column].filter((part) => part !== undefined).join(':');
  const where = place === '' ? '' : `${place} `;
  return `${where}${p.code}: ${p.message}${p.remedy === undefined ? '' : `; ${p.remedy}`}`;
}
