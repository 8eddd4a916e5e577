import { Type, type Static, type TInteger, type TOptional } from 'typebox';
import { dramParts } from '../../sim/memory/parts.js';
import { quantity } from './quantity.js';
import { closed, names, schemaReference, text, type Checked } from './shapes.js';

function count(description: string, examples: readonly number[]): TOptional<TInteger> {
  return Type.Optional(Type.Integer({ description, minimum: 0, maximum: 1e9, examples: [...examples] }));
}

const dram = Type.Optional(closed({
  part: names(dramParts.map((part) => part.name), { description: 'Part of the catalogue: its organisation and times' }),
  dataRate: Type.Number({ description: 'Transfers a second on each data pin', exclusiveMinimum: 0, maximum: 1e12, examples: [2.4e9] }),
  channels: Type.Integer({ description: 'Channels of the part, together the whole memory', minimum: 1, maximum: 4096, examples: [4] }),
  pseudoChannels: Type.Optional(names(['separate', 'together'], { description: 'HBM: pseudo-channels with ports of their own, or addresses that run over both. Default "together"' })),
}, { title: 'DRAM', description: 'What the memory is made of: what `memory.efficiency` needs to be found by the DRAM models' }));

const memory = Type.Optional(closed({
  capacity: Type.Optional(quantity('size', { description: 'Bytes of all channels together', examples: ['8 GiB'] })),
  bandwidth: Type.Optional(quantity('bandwidth', { description: 'Theoretical peak of all channels together', examples: ['460 GB/s'] })),
  channels: Type.Optional(Type.Integer({ description: 'Independent channels', minimum: 1, maximum: 4096, examples: [32] })),
  dram,
}, { title: 'Memory', description: 'A memory outside the chip; what is left out is not known' }));

const fabricCounts = {
  lut: count('Look-up tables', [1_303_680]),
  ff: count('Flip-flops', [2_607_360]),
  dsp: count('DSP slices', [9024]),
  bram36: count('Block RAMs of 36 kbit', [2016]),
  uram: count('UltraRAMs of 288 kbit', [960]),
};

const peak = (format: string): TOptional<ReturnType<typeof quantity>> => Type.Optional(quantity('rate', { description: `Peak dense rate in ${format}, two operations a multiply-accumulate`, examples: ['312 TFLOP/s'] }));

/** A user's own chip or card, whole or as changes to a device of the catalogue. */
export const deviceSchema = closed({
  $schema: schemaReference,
  kind: Type.Optional(Type.Literal('device', { description: 'What this file is' })),
  name: text({ description: 'How results name the device', maxLength: 200, examples: ['my-u280'] }),
  extends: Type.Optional(text({ description: 'The catalogue device that this one changes', maxLength: 200, examples: ['u280'] })),
  type: Type.Optional(names(['fpga', 'gpu', 'cpu', 'asic'], { description: 'What kind of chip it is; needed without extends' })),
  memories: Type.Optional(closed({ hbm: memory, ddr: memory, dram: memory }, { title: 'Memories', description: 'Memories outside the chip' })),
  fabric: Type.Optional(closed({
    ...fabricCounts,
    dspKind: Type.Optional(names(['DSP48E1', 'DSP48E2', 'DSP58'], { description: 'Generation of the DSP slices' })),
    slrs: Type.Optional(Type.Integer({ description: 'Dies (super logic regions)', minimum: 1, maximum: 64, examples: [3] })),
    part: Type.Optional(text({ description: 'The part as Vivado names it', maxLength: 200, examples: ['xcu280-fsvh2892-2L-e'] })),
    shell: Type.Optional(closed(fabricCounts, { title: 'Shell', description: 'What the vendor\'s shell occupies' })),
  }, { title: 'Fabric', description: 'Resources of an FPGA; what is left out is not known' })),
  peaks: Type.Optional(closed({
    fp32: peak('fp32'), fp16: peak('fp16'), fp8: peak('fp8'), fp4: peak('fp4'), int8: peak('int8'), int4: peak('int4'),
  }, { title: 'Peak rates', description: 'Peak dense rates by format of the operands' })),
  tdp: Type.Optional(quantity('power', { description: 'Thermal design power', examples: ['225 W'] })),
  price: Type.Optional(Type.Number({ description: 'Price in US dollars', exclusiveMinimum: 0, examples: [7000] })),
  sources: Type.Optional(Type.Array(text(), { description: 'Where the figures are from', maxItems: 100, examples: [['Vendor data sheet, Table 1']] })),
}, { title: 'Device', description: 'A chip or card of your own' });

export type DeviceInput = Checked<Static<typeof deviceSchema>>;
