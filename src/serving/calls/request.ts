import { InputError, problem, type Problem } from '../../sim/core/diagnostics.js';
import type { CallSpec, CallsSpec } from './schema.js';

const at = '/workload/scenario/calls';

/**
 * The calls in an order in which each follows all that it depends on, otherwise as given. Throws what a schema cannot tell: names that are not there or taken twice, circles,
 * a call that is made only in place of itself, a prefix of a call that never comes before, stops behind the last token.
 */
export function orderedCalls({ calls, models = {} }: CallsSpec): readonly CallSpec[] {
  const problems: Problem[] = [];
  const names = calls.map(({ name }) => name);
  calls.forEach((call, i) => {
    if (names.indexOf(call.name) !== i) problems.push(problem('calls/name-twice', `two calls are named "${call.name}"`, { pointer: `${at}/${i}/name`, remedy: 'give each a name of its own' }));
    const asked: readonly (readonly [string, string | undefined])[] = [['onlyIf', call.onlyIf], ['unless', call.unless], ['prefix/of', call.prefix?.of], ...(call.after ?? []).map((name, j) => [`after/${j}`, name] as const)];
    for (const [field, name] of asked) {
      if (name !== undefined && !names.includes(name)) problems.push(problem('calls/unknown-call', `no call is named "${name}"`, { pointer: `${at}/${i}/${field}`, remedy: `there are ${names.join(', ')}` }));
    }
    call.models?.forEach((name, j) => {
      if (!Object.hasOwn(models, name)) problems.push(problem('calls/unknown-model', `no model is named "${name}"`, { pointer: `${at}/${i}/models/${j}`, remedy: Object.keys(models).length === 0 ? 'name models in "models", or leave "models" of the call out for that of the workload' : `there are ${Object.keys(models).join(', ')}` }));
    });
    call.stops?.forEach(({ tokens }, j) => {
      if (tokens >= call.outputTokens) problems.push(problem('calls/late-stop', `a stop after ${tokens} tokens is not before the end of an answer of ${call.outputTokens}`, { pointer: `${at}/${i}/stops/${j}/tokens`, remedy: 'stop earlier, or leave it out' }));
    });
    if (call.repeat?.addsTokens !== undefined && (call.samples ?? 1) > 1) problems.push(problem('calls/samples-go-on', `"${call.name}" has ${call.samples} samples, and goes on from one answer`, { pointer: `${at}/${i}/repeat/addsTokens`, remedy: 'leave out "addsTokens", or draw one sample' }));
  });
  if (problems.length > 0) throw new InputError(problems);
  return sorted(calls);
}

/** What a call waits for, directly. */
export function dependenciesOf({ after = [], onlyIf, unless, prefix }: CallSpec): readonly string[] {
  return [...new Set([...after, ...[onlyIf, unless, prefix?.of].filter((name) => name !== undefined)])];
}

function sorted(calls: readonly CallSpec[]): readonly CallSpec[] {
  const left = [...calls];
  const done = new Set<string>();
  const order: CallSpec[] = [];
  while (left.length > 0) {
    const i = left.findIndex((call) => dependenciesOf(call).every((name) => done.has(name)));
    if (i < 0) throw new InputError([problem('calls/circle', `calls wait for one another: ${left.map(({ name }) => name).join(', ')}`, { pointer: at, remedy: 'a call may depend on earlier ones only' })]);
    const [call] = left.splice(i, 1);
    order.push(call!);
    done.add(call!.name);
  }
  return order;
}
