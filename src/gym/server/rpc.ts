import { InputError } from '../../sim/core/diagnostics.js';
import { excerpt } from '../../sim/core/quote.js';
import { errorCodes, limits, type RpcError } from './protocol.js';

export type Id = string | number | null;

/** Parameters by name. */
export type Params = Readonly<Record<string, unknown>>;

/** What requests may call. */
export interface Methods {
  readonly names: readonly string[];
  /** The result, or a promise of it; `noAnswer` where the client has said that it wants none. Throws `InputError` for wrong parameters, `RpcFailure` for what has a code of its own. */
  call(method: string, params: Params, id: Id): unknown;
  /** The client is gone. */
  end(): void;
}

/** The result of a request that is not answered. */
export const noAnswer = Symbol('no answer');

/** A failure that the protocol has a code for. */
export class RpcFailure extends Error {
  readonly error: RpcError;
  constructor(error: RpcError) {
    super(error.message);
    this.name = 'RpcFailure';
    this.error = error;
  }
}

/**
 * Answers one message of JSON-RPC 2.0: a request, a notification, or a list of them, which are answered in order. Gives the text of the answer, or null where none is due. Never
 * throws: what goes wrong is an answer. It waits only for methods that do.
 */
export function answer(methods: Methods, text: string): string | null | Promise<string | null> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return failure(null, { code: errorCodes.parse, message: 'the message is no JSON' });
  }
  if (!Array.isArray(message)) return answerOne(methods, message);
  if (message.length === 0) return failure(null, { code: errorCodes.request, message: 'a list of requests has at least one' });
  if (message.length > limits.requests) return failure(null, { code: errorCodes.tooLarge, message: `a list has at most ${limits.requests} requests, not ${message.length}` });
  return answerAll(methods, message);
}

async function answerAll(methods: Methods, messages: readonly unknown[]): Promise<string | null> {
  const answers: string[] = [];
  for (const message of messages) {
    const text = await answerOne(methods, message);
    if (text !== null) answers.push(text);
  }
  return answers.length === 0 ? null : `[${answers.join(',')}]`;
}

function answerOne(methods: Methods, message: unknown): string | null | Promise<string | null> {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return failure(null, { code: errorCodes.request, message: 'a request is an object' });
  const { jsonrpc, id, method, params = {} } = message as Params;
  // An answer, though nothing was asked.
  if (method === undefined && ('result' in message || 'error' in message)) return null;
  const isNotification = !('id' in message);
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  const refuse = (code: number, words: string): string => failure(known, { code, message: words });
  if (jsonrpc !== '2.0') return refuse(errorCodes.request, 'a request has "jsonrpc": "2.0"');
  if (!isNotification && id !== known) return refuse(errorCodes.request, 'an id is a text or a number');
  if (typeof method !== 'string') return refuse(errorCodes.request, 'a request has a method');
  if (!methods.names.includes(method)) return isNotification ? null : refuse(errorCodes.method, `there is no method ${excerpt(method)}; methods are ${methods.names.join(', ')}`);
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return isNotification ? null : refuse(errorCodes.params, 'parameters are given by name');
  const told = (result: unknown): string | null => (isNotification || result === noAnswer ? null : success(known, result));
  const refused = (error: unknown): string | null => (isNotification ? null : failure(known, errorOf(error)));
  try {
    const result = methods.call(method, params as Params, known);
    return result instanceof Promise ? result.then(told, refused) : told(result);
  } catch (error) {
    return refused(error);
  }
}

function success(id: Id, result: unknown): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result)}}`;
}

/** The text of an answer that tells an error. */
export function failure(id: Id, error: RpcError): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error });
}

function errorOf(error: unknown): RpcError {
  if (error instanceof RpcFailure) return error.error;
  if (error instanceof InputError) return { code: errorCodes.refused, message: error.message, data: { problems: error.problems } };
  return { code: errorCodes.internal, message: `this is a bug of archsim: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}` };
}
