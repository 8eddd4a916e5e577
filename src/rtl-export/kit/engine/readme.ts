import { beatBits } from '../design.js';
import { fillTemplate } from '../template.js';
import { wideSteps, weightField } from './dequantizer.js';
import type { Engine } from './engine.js';
import type { ReducedProblem } from './export.js';
import { registerTable } from './register-table.js';

const template = `# Engine @NAME@

The core \`@CORE@\` with a controller of tiles, buffers, vector units, AXI4-Lite registers and AXI4-Stream data. Plain Verilog-2001.

| path | what it is |
|---|---|
| \`engine/rtl/@NAME@.v\` | the top |
| \`engine/rtl/\`, \`rtl/\` | its modules, and those of the core; \`engine/filelist.f\` names those that it needs |
| \`engine/driver/\` | C header and bare-metal driver, C99 |
| \`engine/sim/\` | testbench with the rules of AXI4-Lite and AXI4-Stream, the program that it plays, and \`@SIMULATED@\`: the engine that it plays it on, of the same modules |

## Simulate
In the folder above this one:
\`\`\`
iverilog -g2001 -Wall -s tb_@SIMULATED@ -o engine.vvp -c engine/sim/filelist.f && vvp -n engine.vvp
\`\`\`
@PROBLEM@

## Data
| stream | bits of tdata | beats of a job |
|---|---|---|
| \`s_axis_act\` | @ACT@ | M_TILES x ACT_BEATS: activations as the core takes them, those of a tile of tokens once |
| \`s_axis_wgt\` | @WGT@ | M_TILES x N_TILES x WGT_BEATS: @WEIGHTS@ |
@FURTHER@
| \`s_axis_elt\` | 8 | TOKENS x FEATURES where MODE.COMBINE asks for elements: signed bytes, row by row |
| \`m_axis_out\` | @OUT@ | TOKENS x FEATURES: results, row by row, signed |

Beats of the core are described in the manifest of the tile. Beats that come before their job wait. A tile has @FEATURES@ features.
@CODES@
## Registers
@REGISTERS@
`;

/** The README of an exported engine. */
export function engineReadme(engine: Engine, simulated: Engine, { what }: ReducedProblem): string {
  const { core: { design, layout }, streams } = engine;
  return fillTemplate(template, {
    FURTHER: furtherRow(engine), NAME: engine.name, SIMULATED: simulated.name, CORE: design.core, PROBLEM: what,
    ACT: String(beatBits(streams.act)), WGT: String(beatBits(streams.wgt)), WEIGHTS: weightsText(engine), CODES: codesText(engine), OUT: String(engine.elementBits),
    FEATURES: String(layout.featureLanes * layout.featureBeats), REGISTERS: registerTable(),
  });
}

function weightsText({ dequantizer, streams }: Engine): string {
  if (dequantizer === undefined) return 'weights as the core takes them';
  const { weights, beside } = weightField(streams.coreWgt);
  const wide = dequantizer.wide ? `; in a wide job ${wideSteps(dequantizer, weights.bits)} times as many` : '';
  return `${weights.count} codes of ${dequantizer.codeBits} bits where the core has weights${beside.length === 0 ? '' : ', and above them the rest of its beat'}${wide}`;
}

const numbersOfCodes = {
  sign: 'two\'s complement', offset: 'unsigned numbers less a zero point', table: 'places in the table of TABLE_0 to TABLE_7',
} as const;

function codesText({ dequantizer, streams }: Engine): string {
  if (dequantizer === undefined) return '';
  const { codeBits, kind, scaled, grouped, wide } = dequantizer;
  const { weights } = weightField(streams.coreWgt);
  const own = [...(kind === 'offset' ? ['zero points'] : []), ...(scaled ? ['multipliers'] : [])].join(' and ');
  return [
    '', '## Codes',
    `Weights come as codes of ${codeBits} bits: ${numbersOfCodes[kind]}${scaled ? ', times a multiplier of 8 bits' : ''}, saturated to ${weights.bits} bits.`
      + (own === '' ? '' : grouped ? ` A beat of \`s_axis_grp\` has ${own} of all columns for GROUP_BEATS beats of the core.` : ` DEQUANTIZE has the ${own.replace('points', 'point').replace('multipliers', 'multiplier')} of a job.`)
      + (wide ? ` Where MODE.WIDE is 1 weights come as they are: bits ${codeBits} j and up of each in the place of its code, in the beats j = 0, 1, ... of those for one beat of the core; what stands above the codes counts in the last of them.` : ''),
    '',
  ].join('\n');
}

function furtherRow({ core: { further }, streams, dequantizer }: Engine): string {
  if (dequantizer?.grouped === true) return `| \`s_axis_grp\` | ${beatBits(streams.further!)} | M_TILES x N_TILES x ceil(WGT_BEATS / GROUP_BEATS), none in a wide job: zero points and multipliers of groups |`;
  if (further === undefined || streams.further === null) return '';
  const beats = further.per === 'tile' ? 'M_TILES x N_TILES x FURTHER_BEATS: for each tile, as weights' : 'FURTHER_BEATS: before the first tile';
  return `| \`s_axis_${further.name}\` | ${beatBits(streams.further)} | ${beats} |`;
}
