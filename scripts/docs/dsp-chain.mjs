import { block, milliseconds, percent, table } from './markdown.mjs';
import { rowTable } from './row-table.mjs';
import { stepAt } from './runs.mjs';
import { schemaTable } from './schema-table.mjs';

export const path = 'src/arch/dsp-chain/README.md';

/** What stands between the markers of the document. */
export async function parts({ product, judged }) {
  return {
    parameters: schemaTable(await product.families.find((f) => f.name === 'dsp-chain').schema(), 'dsp-chain'),
    constants: constantTable(product),
    board: rowTable(boardRows(judged)),
    steps: boardSteps(product, judged),
    options: optionTable(product),
  };
}

function boardRows(judged) {
  const board = judged.find((s) => s.system === 'flightllm-board');
  return { ...board, rows: board.rows.filter((r) => r.simulated !== null) };
}

/** The assumptions that a result of each preset lists. */
function constantTable({ run }) {
  return block(table(['Preset', 'Constant', 'Value', 'Unit', 'Quality', 'Source'], ['flightllm.json', 'flightllm-vhk158.json'].flatMap((file) => (
    run(file).assumptions.map((a) => [`\`${file}\``, `\`${a.name}\``, a.value, a.unit, a.quality, a.source])))));
}

/** Decode steps of the U280 preset over the cached tokens, where their time goes, and their growth against that of the board. */
function boardSteps({ run }, judged) {
  const step = (context) => run('flightllm.json', stepAt(context)).phases.decode;
  const rows = [128, 256, 512, 1024, 2048].map((context) => {
    const decode = step(context);
    return [context, milliseconds(decode.latencySeconds), milliseconds(decode.busySeconds['hbm load']), milliseconds(decode.busySeconds['matrix-vector unit']), percent(decode.dramUtilization), milliseconds(decode.lowerBoundSeconds)];
  });
  const ours = ((step(512).latencySeconds - step(128).latencySeconds) / 384) * 1e6;
  const { references } = judged.find((s) => s.system === 'flightllm-board');
  const board = ((references.get('fpga-077').value - references.get('fpga-076').value) / 225e6 / 384) * 1e6;
  return block([
    table(['Cached tokens', 'Step', 'Weight and cache load', 'Matrix-vector unit', 'DRAM utilisation', 'Lower bound'], rows),
    '',
    `From 128 to 512 cached tokens our step grows by ${ours.toFixed(2)} µs a token, that of the board by ${board.toFixed(2)} µs (rows fpga-076 and fpga-077).`,
  ].join('\n'));
}

/** The VHK158 preset with one of its habits taken away at a time. */
function optionTable({ run, parse }) {
  const file = 'flightllm-vhk158.json';
  const { options } = parse(file).architecture.parameters;
  const changes = [
    ['the preset', {}],
    ...Object.entries(options).map(([name, value]) => [`without \`${name}\``, { [`architecture.parameters.options.${name}`]: typeof value === 'boolean' ? false : 0 }]),
    ['`parallelEfficiency` 1 instead of 0.8', { 'architecture.parameters.parallelEfficiency': 1 }],
    ['819.2 GB/s instead of 819.2 GiB/s', { 'architecture.device': 'vhk158' }],
    ['causal mask instead of block-sparse', { 'workload.attention': { kind: 'causal' } }],
  ];
  const seconds = (set, phase) => milliseconds(run(file, { published: [], ...set }).phases[phase].latencySeconds);
  const loads = (set) => milliseconds(run(file, { published: [], ...set, ...stepAt(144) }).phases.decode.busySeconds['hbm load']);
  return block(table(['Change', 'Prefill, 128 tokens', 'Prefill, 2048 tokens', 'Decode step, 144 tokens', 'its loads', 'Decode step, 2048 tokens'], changes.map(([what, set]) => [what,
    ...[128, 2048].map((n) => seconds({ ...set, 'workload.scenario.promptTokens': n, 'workload.scenario.outputTokens': 1 }, 'prefill')),
    seconds({ ...set, ...stepAt(144) }, 'decode'), loads(set), seconds({ ...set, ...stepAt(2048) }, 'decode'),
  ])));
}
