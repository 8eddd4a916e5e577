import { InputError } from '../../sim/core/diagnostics.js';
import { excerpt } from '../../sim/core/quote.js';
import { errorCodes, limits, methodNames, type MethodName, type RpcError } from './protocol.js';
import type { Params, Session } from './session.js';

type Id = string | number | null;

/**
 * Answers one message of JSON-RPC 2.0: a request, a notification, or a list of them, which are answered in order. Gives the text of the answer, or null where none is due. Never
 * throws: what goes wrong is an answer. It waits only for `make`.
 */
export function answer(session: Session, text: string): string | null | Promise<string | null> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return failure(null, { code: errorCodes.parse, message: 'the message is no JSON' });
  }
  if (!Array.isArray(message)) return answerOne(session, message);
  if (message.length === 0) return failure(null, { code: errorCodes.request, message: 'a list of requests has at least one' });
  if (message.length > limits.requests) return failure(null, { code: errorCodes.tooLarge, message: `a list has at most ${limits.requests} requests, not ${message.length}` });
  return answerAll(session, message);
}

async function answerAll(session: Session, messages: readonly unknown[]): Promise<string | null> {
  const answers: string[] = [];
  for (const message of messages) {
    const text = await answerOne(session, message);
    if (text !== null) answers.push(text);
  }
  return answers.length === 0 ? null : `[${answers.join(',')}]`;
}

function answerOne(session: Session, message: unknown): string | null | Promise<string | null> {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return failure(null, { code: errorCodes.request, message: 'a request is an object' });
  const { jsonrpc, id, method, params = {} } = message as Params;
  const isNotification = !('id' in message);
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  const refuse = (code: number, words: string): string => failure(known, { code, message: words });
  if (jsonrpc !== '2.0') return refuse(errorCodes.request, 'a request has "jsonrpc": "2.0"');
  if (!isNotification && id !== known) return refuse(errorCodes.request, 'an id is a text or a number');
  if (typeof method !== 'string') return refuse(errorCodes.request, 'a request has a method');
  if (!methodNames.includes(method as MethodName)) return isNotification ? null : refuse(errorCodes.method, `there is no method ${excerpt(method)}; methods are ${methodNames.join(', ')}`);
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return isNotification ? null : refuse(errorCodes.params, 'parameters are given by name');
  const told = (text: string): string | null => (isNotification ? null : text);
  try {
    const result = session.call(method as MethodName, params as Params);
    if (result instanceof Promise) return result.then((found: unknown) => told(success(known, found)), (error: unknown) => told(failure(known, errorOf(error))));
    return told(success(known, result));
  } catch (error) {
    return told(failure(known, errorOf(error)));
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
  if (error instanceof InputError) return { code: errorCodes.refused, message: error.message, data: { problems: error.problems } };
  return { code: errorCodes.internal, message: `this is a bug of archsim: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}` };
}
