import type { AccessorNode, MathNode, SymbolNode } from 'mathjs';
import { reject } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import type { SimulationResult } from '../sim/model/result.js';
import { metricAliases, metricPaths, valueAtPath } from '../experiment/metric.js';

/** Whether a result meets a condition; `text` says what did not. */
export interface RequirementVerdict {
  readonly met: boolean;
  readonly text: string;
}

/**
 * Evaluates `--require`, a formula over metrics of the result that is true or false: `totals.firstTokenSeconds < 0.02`,
 * `phases.decode.tokensPerSecond / 2 > 20 and memory.fits`. A metric that is not modelled meets nothing.
 */
export async function checkRequirement(text: string, result: SimulationResult): Promise<RequirementVerdict> {
  const { parse } = await import('mathjs/number');
  if (text.length > 1000) reject('require/too-long', 'a requirement has at most 1000 characters');
  const tree = parsed(parse, text);
  const values = new Map<string, unknown>();
  const scope = { ...result, ...Object.fromEntries(Object.keys(metricAliases).map((alias) => [alias, valueAtPath(result, alias)])) };
  for (const path of metricsIn(tree)) values.set(path, metric(path, text, result));
  const unknown = [...values].find(([, value]) => value === null);
  if (unknown !== undefined) return { met: false, text: `${text} is not met: ${unknown[0]} is not modelled here` };
  const shown = [...values].map(([path, value]) => `${path} = ${String(value)}`).join(', ');
  const answer = evaluated(tree, scope, text);
  return answer ? { met: true, text: `${text} is met` } : { met: false, text: `${text} is not met: ${shown}` };
}

function parsed(parse: (formula: string) => MathNode, text: string): MathNode {
  try {
    return parse(text);
  } catch (error) {
    return reject('require/syntax', `"${text}" is not a formula: ${error instanceof Error ? error.message : 'it cannot be read'}`, { remedy: 'write for example totals.firstTokenSeconds < 0.02' });
  }
}

function evaluated(tree: MathNode, scope: object, text: string): boolean {
  let answer: unknown;
  try {
    answer = tree.evaluate(scope);
  } catch (error) {
    return reject('require/formula', `"${text}" cannot be evaluated: ${error instanceof Error ? error.message : 'unknown reason'}`, { remedy: 'compare numbers, for example totals.firstTokenSeconds < 0.02' });
  }
  if (typeof answer !== 'boolean') return reject('require/not-a-condition', `"${text}" is not true or false`, { remedy: 'compare with <, <=, >, >= or ==' });
  return answer;
}

/** Paths of metrics in a formula: names, and names with fields; functions such as `min` are not metrics. */
function metricsIn(tree: MathNode): string[] {
  const paths = new Set<string>();
  tree.traverse((node, key, parent) => {
    if (parent.type === 'AccessorNode' && key === 'object') return;
    if (parent.type === 'FunctionNode' && key === 'fn') return;
    if (node.type === 'AccessorNode') paths.add(pathOf(node as AccessorNode));
    else if (node.type === 'SymbolNode' && parent.type !== 'AccessorNode') paths.add((node as SymbolNode).name);
  });
  return [...paths];
}

function pathOf(node: AccessorNode): string {
  const object = node.object;
  const head = object.type === 'AccessorNode' ? pathOf(object as AccessorNode) : (object as SymbolNode).name;
  return `${head}.${node.name}`;
}

function metric(path: string, text: string, result: SimulationResult): unknown {
  const value = valueAtPath(result, path);
  if (value !== undefined && typeof value !== 'object') return value;
  if (value === null) return null;
  return reject('require/unknown-metric', `"${text}" names "${path}", which is no metric of the result`, { remedy: suggestion(path, [...Object.keys(metricAliases), ...metricPaths(result)]) });
}
