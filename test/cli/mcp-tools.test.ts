import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mcpTools } from '../../src/cli/mcp/tools.js';
import { servedFiles } from '../../src/cli/mcp/served-files.js';
import { checkArguments, type ToolArguments } from '../../src/mcp/fields.js';
import { callTool, failed, type Tool, type ToolOutcome } from '../../src/mcp/tool.js';
import { studyText } from '../gym/study/small-study.js';
import { experiment, inEmptyFolder } from './session.js';

/** What a session does, in this thread. */
function called(tool: Tool, args: ToolArguments): Promise<ToolOutcome> {
  try {
    checkArguments(tool.name, tool.fields, args);
  } catch (error) {
    return Promise.resolve(failed(error));
  }
  return callTool(tool, args);
}

describe('the tools of archsim mcp', function () {
  this.timeout(60_000);
  inEmptyFolder();

  it('say of any arguments what is wrong with them, or answer, and never have a bug to tell', async () => {
    const tools = mcpTools(servedFiles(false));
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>('{', '{}', '[]', '-', '', '.', '/', 'a\0b', 1, true, [{}], [{ design: { flow: 1 } }], { '': 1 }, 'operators.0.flops', 'reasons'));
    const apt: Readonly<Record<string, readonly unknown[]>> = {
      experiment: ['flightllm', 'systolic', experiment(), JSON.stringify(experiment())], study: ['zdt1', 'accdse-a', JSON.parse(studyText())],
      set: [{ 'workload.scenario.batch': 2 }, { 'workload.scenario.promptTokens': 1e6 }], fidelity: ['roofline', 'analytic'], metric: ['ttft', 'memory.fits', 'phases.decode.cycles'],
      kind: ['devices', 'agents', 'models'], name: ['u280', 'tpe', 'experiment', 'study'], path: ['/properties', ''], agent: ['random', 'tpe', 'genetic', 'cma-es'],
      trajectory: [[], [{ design: {} }]], hyperparameters: [{}, { batch: 2 }, { population: 4 }], depth: [1, 2, 3], inputs: [1, 30], seed: [0, 7], budget: [1, 50], count: [1, 3],
    };
    const valueOf = (name: string): fc.Arbitrary<unknown> => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...apt[name] ?? [true, false]) }, { weight: 1, arbitrary: odd });
    const calls = fc.constantFrom(...tools).chain((tool) => fc.tuple(fc.constant(tool), fc.record(Object.fromEntries(Object.keys(tool.fields).map((name) => [name, valueOf(name)])), { requiredKeys: Object.keys(tool.fields).filter((name) => tool.fields[name]!.isRequired) })));
    let answered = 0;
    await fc.assert(fc.asyncProperty(calls, async ([tool, args]) => {
      const { isError, text, data } = await called(tool, args);
      if (!isError) answered++;
      assert.ok(text !== '' || !isError);
      if (isError) for (const { code, message } of (data as { problems: readonly { code: string; message: string }[] }).problems) assert.ok(code !== 'internal' && code.includes('/'), `${tool.name} ${JSON.stringify(args)}: ${message}`);
      assert.doesNotMatch(text, /undefined|\[object Object\]/, `${tool.name} ${JSON.stringify(args)}`);
    }), { numRuns: 250 });
    // Right ones are among them.
    assert.ok(answered > 40, String(answered));
  });
});
