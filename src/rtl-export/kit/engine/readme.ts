import { beatBits } from '../design.js';
import { fillTemplate } from '../template.js';
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
| \`s_axis_wgt\` | @WGT@ | M_TILES x N_TILES x WGT_BEATS: weights as the core takes them |
@FURTHER@
| \`s_axis_elt\` | 8 | TOKENS x FEATURES where MODE.COMBINE asks for elements: signed bytes, row by row |
| \`m_axis_out\` | @OUT@ | TOKENS x FEATURES: results, row by row, signed |

Beats of the core are described in the manifest of the tile. Beats that come before their job wait. A tile has @FEATURES@ features.

## Registers
@REGISTERS@
`;

/** The README of an exported engine. */
export function engineReadme(engine: Engine, simulated: Engine, { what }: ReducedProblem): string {
  const { core: { design, layout }, streams } = engine;
  return fillTemplate(template, {
    FURTHER: furtherRow(engine), NAME: engine.name, SIMULATED: simulated.name, CORE: design.core, PROBLEM: what,
    ACT: String(beatBits(streams.act)), WGT: String(beatBits(streams.wgt)), OUT: String(engine.elementBits),
    FEATURES: String(layout.featureLanes * layout.featureBeats), REGISTERS: registerTable(),
  });
}

function furtherRow({ core: { further }, streams }: Engine): string {
  if (further === undefined || streams.further === null) return '';
  const beats = further.per === 'tile' ? 'M_TILES x N_TILES x FURTHER_BEATS: for each tile, as weights' : 'FURTHER_BEATS: before the first tile';
  return `| \`s_axis_${further.name}\` | ${beatBits(streams.further)} | ${beats} |`;
}
