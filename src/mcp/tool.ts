import { InputError, problemText, type Problem } from '../sim/core/diagnostics.js';
import { version } from '../experiment/version.js';
import { answerTooLarge } from './diagnostics.js';
import type { Fields, ToolArguments } from './fields.js';
import { limits } from './protocol.js';

/** What a tool says: for people and models to read, and the same as data. */
export interface ToolAnswer {
  readonly text: string;
  readonly data: object;
}

/** What a tool is called, what it takes, and what models are told of it. */
export interface ToolHead {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly fields: Fields;
}

/** Something that models may call. It only reads. */
export interface Tool extends ToolHead {
  /** Arguments were checked against the fields. Throws `InputError` for what else is wrong with them. */
  call(args: ToolArguments): Promise<ToolAnswer>;
}

/** What came of a call; it travels between threads. */
export interface ToolOutcome extends ToolAnswer {
  readonly isError: boolean;
}

/** Calls a tool. Never throws: what goes wrong is an outcome, in words that name the place and what to do, without where in the code it was. */
export async function callTool(tool: Tool, args: ToolArguments): Promise<ToolOutcome> {
  try {
    const { text, data } = await tool.call(args);
    const size = text.length + JSON.stringify(data).length;
    if (size > limits.answerCharacters) throw new InputError([answerTooLarge(size, limits.answerCharacters)]);
    return { text, data, isError: false };
  } catch (error) {
    return failed(error);
  }
}

/** The outcome of a call that an error ended. */
export function failed(error: unknown): ToolOutcome {
  if (error instanceof InputError) return { text: error.problems.map(placedText).join('\n'), data: { problems: error.problems }, isError: true };
  const message = `this is a bug of archsim ${version}, not of your input: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  return { text: message, data: { problems: [{ code: 'internal', message }] }, isError: true };
}

/** A problem with its place: line and column where a text was read, else the JSON pointer. */
function placedText(found: Problem): string {
  const text = problemText(found);
  return found.file !== undefined || found.pointer === undefined || found.pointer === '' ? text : `${found.pointer} ${text}`;
}
