import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { verilog } from '../../../../src/arch/dsp-chain/rtl/verilog.js';
import { requantize } from '../../../../src/arch/dsp-chain/tile/functional.js';
import { canaryBits, largestProduct, longestGroup, sumBits, tileFault, treeLevels } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { exhaust } from '../../../../src/rtl-export/runners/exhaust.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { proveAssertions, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { Simulator } from '../../../../src/rtl-export/runners/simulator.js';
import { wasmYosys, type TextFiles, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';
import { corner } from './corners.js';

/** What stands in a module, and what is put in its place. */
type Edit = readonly [file: string, from: string, to: string];

function edited(sources: TextFiles, [file, from, to]: Edit): TextFiles {
  const text = sources[file]!;
  assert.ok(text.includes(from), `${file} has no "${from}"`);
  return { ...sources, [file]: text.replace(from, to) };
}

/** A module whose assertions speak of modules of the tile. `age` counts the cycles from power on, up to 15. */
function claim(body: string): TextFiles {
  return { 'claim.v': `module claim(input aclk);
    genvar i;
    reg [3:0] age = 4'd0;
    always @(posedge aclk) if (age != 4'd15) age <= age + 4'd1;
    ${body}
endmodule\n` };
}

/** A register that may begin with anything and keeps it: it stands for all values of an operand. */
function any(name: string, range = ''): string {
  return `reg ${range} ${name}; always @(posedge aclk) ${name} <= ${name};`;
}

/** A pair of products of all 2^24 operands, one each cycle. `wrong` is set for good where the packed sum or a lane is not the plain product. */
const allPairs = `module claim(input aclk, output reg wrong, output reg done);
    reg [24:0] fed = 25'd0;
    reg [24:0] seen = -25'd5;
    wire signed [7:0] a0 = seen[7:0], a1 = seen[15:8], w = seen[23:16];
    wire signed [15:0] p0 = a0 * w, p1 = a1 * w;
    wire signed [47:0] plain = p1 * 48'sd262144 + p0;
    wire signed [47:0] pair_sum;
    wire signed [17:0] sum0, sum1;
    reg  signed [47:0] pair_sum_before;
    dsp_pair_mac mac (.aclk(aclk), .enable(1'b1), .activation0(fed[7:0]), .activation1(fed[15:8]), .weight(fed[23:16]), .cascade(48'd0), .pair_sum(pair_sum));
    dsp_group #(.LENGTH(1)) group (.aclk(aclk), .enable(1'b1), .activations0(fed[7:0]), .activations1(fed[15:8]), .weights(fed[23:16]), .sum0(sum0), .sum1(sum1));
    initial begin wrong = 1'b0; done = 1'b0; end
    always @(posedge aclk) begin
        fed <= fed + 25'd1;
        seen <= seen + 25'd1;
        pair_sum_before <= pair_sum;
        if (!seen[24] && (pair_sum_before != plain || sum0 != p0 || sum1 != p1)) wrong <= 1'b1;
        if (seen == 25'hffffff) done <= 1'b1;
    end
endmodule\n`;

/** A multiplier whose product is not computed but may be any number of its 35 bits: its operands one beside the other. */
const anyProduct: Edit = ['dsp_pair_mac.v', 'packed_pair * weight_2', '{packed_pair, weight_2}'];

/** In a DSP group of three: the operands of the last two multipliers are the 48 bits of its sum, those of the first the low bits of token 1's. */
const anySum: TextFiles = {
  'dsp_pair_mac.v': `module dsp_pair_mac(input aclk, input enable, input [7:0] activation0, input [7:0] activation1, input [7:0] weight, input [47:0] cascade, output [47:0] pair_sum);
    assign pair_sum = {cascade[23:0], activation1, activation0, weight};
  endmodule\n`,
  'overflow_adjust.v': `module overflow_adjust #(parameter LENGTH = 8, BITS = 1) (input aclk, input enable, input [LENGTH*BITS-1:0] activations1, input [LENGTH*BITS-1:0] weights, input [BITS-1:0] above, output [BITS-1:0] carry);
    assign carry = above - activations1[BITS-1:0];
  endmodule\n`,
};

/** The numbers of a lane of 18 bits and C more. */
const laneRange = ['-(30\'sd131072 <<< C)', '(30\'sd131072 <<< C) - 30\'sd1'] as const;

/** With C canary bits, any sums s0 and s1 of the tokens within bounds (which may say C) come out again of s1 * 2^18 + s0 and the low C bits of s1. */
function lanes(name: string, least: number, most: number, [low, high]: readonly [string, string] = laneRange): string {
  return `generate for (i = ${least}; i <= ${most}; i = i + 1) begin : ${name}
        localparam integer C = i;
        ${any('s0', 'signed [29:0]')} ${any('s1', 'signed [29:0]')}
        wire signed [47:0] packed = {s1, 18'd0} + {{18{s0[29]}}, s0};
        wire signed [17+C:0] sum0, sum1;
        dsp_group #(.LENGTH(3), .CANARY_BITS(C)) group (.aclk(aclk), .enable(1'b1),
            .activations1({packed[23:16], packed[47:40], s1[7:0]}), .activations0({packed[15:8], packed[39:32], 8'd0}), .weights({packed[7:0], packed[31:24], 8'd0}),
            .sum0(sum0), .sum1(sum1));
        always @* begin assume (s0 >= ${low} && s0 <= ${high}); assume (s1 >= ${low} && s1 <= ${high}); end
        always @(posedge aclk) if (age == 4'd4) begin assert (sum0 == s0); assert (sum1 == s1); end
    end endgenerate`;
}

/** Operands that stay, in an overflow adjust unit: above - sum of the products, modulo 2^bits. */
function adjusted(length: number, bits: number): string {
  const products = Array.from({ length }, (_, i) => `a[${i * bits} +: ${bits}] * w[${i * bits} +: ${bits}]`);
  return `generate begin : of${length}x${bits}
        ${any('a', `[${length * bits - 1}:0]`)} ${any('w', `[${length * bits - 1}:0]`)} ${any('above', `[${bits - 1}:0]`)}
        wire [${bits - 1}:0] carry;
        wire [${bits - 1}:0] sum = ${products.join(' + ')};
        overflow_adjust #(.LENGTH(${length}), .BITS(${bits})) unit (.aclk(aclk), .enable(1'b1), .activations1(a), .weights(w), .above(above), .carry(carry));
        always @(posedge aclk) if (age == 4'd${length + 3}) assert (carry == above - sum);
    end endgenerate`;
}

/**
 * The step of an induction: where a total is the exact sum of so many full-range products, it is so after the next beat too, as long as a group
 * has at most `longest` products. The first beat needs no total before it.
 */
function groupStep(beatBits: number, groupBits: number, longest: number): string {
  const isSumOf = (sum: string, products: string): string => `(${sum} <= $signed({1'b0, ${products}, 14'd0}) && ${sum} >= -$signed({1'b0, ${products}, 14'd0}))`;
  return `generate begin : of${beatBits}in${groupBits}
        ${any('add')} ${any('restart')} ${any('beat', `signed [${beatBits - 1}:0]`)} ${any('products', '[12:0]')}
        wire signed [${groupBits - 1}:0] total;
        reg signed [29:0] sum;
        reg [12:0] count;
        always @(posedge aclk) if (add) begin sum <= restart ? beat : sum + beat; count <= restart ? products : count + products; end
        group_accumulator #(.BEAT_BITS(${beatBits}), .GROUP_BITS(${groupBits})) group (.aclk(aclk), .enable(1'b1), .add(add), .restart(restart), .beat_sum(beat), .total(total));
        always @* begin
            assume (${isSumOf('beat', 'products')} && products <= ${longest});
            if (age == 4'd0) assume ((restart && add) || (total == sum && ${isSumOf('sum', 'count')} && count <= ${longest}));
            if (age == 4'd1) assume (count <= ${longest});
        end
        always @(posedge aclk) if (age == 4'd1) begin assert (total == sum); assert (${isSumOf('sum', 'count')}); end
    end endgenerate`;
}

/** A tree of so many numbers against their plain sum: any numbers, or only the lowest and the highest one, between which every other sum lies. */
function tree(count: number, bits: number, levels: number, isAtEnds: boolean): string {
  const numbers = Array.from({ length: count }, (_, i) => (isAtEnds ? `{drawn[${i}], {${bits - 1}{~drawn[${i}]}}}` : `drawn[${i * bits} +: ${bits}]`));
  return `generate begin : of${count}x${bits}
        ${any('drawn', `[${(isAtEnds ? 1 : bits) * count - 1}:0]`)}
        wire [${count * bits - 1}:0] numbers = {${[...numbers].reverse().join(', ')}};
        wire signed [${bits + levels - 1}:0] sum;
        reduction_tree #(.COUNT(${count}), .BITS(${bits}), .LEVELS(${levels})) tree (.aclk(aclk), .enable(1'b1), .numbers(numbers), .sum(sum));
        wire signed [31:0] plain = ${numbers.map((_, i) => `$signed(numbers[${i * bits} +: ${bits}])`).join(' + ')};
        always @(posedge aclk) if (age == 4'd5) assert (sum == plain);
    end endgenerate`;
}

/** Nearest whole number of total / 2^shift, ties to the even one, saturated: from the floor and the rest. */
function requantized(shift: number): string {
  return `generate begin : by${shift}
        ${any('total', 'signed [47:0]')}
        wire signed [7:0] result;
        requantizer #(.SHIFT(${shift})) requantizer (.aclk(aclk), .enable(1'b1), .total(total), .result(result));
        wire signed [48:0] floor = total >>> ${shift};
        wire [48:0] rest = total - (floor <<< ${shift});
        wire [48:0] unit = 49'd1 << ${shift};
        wire signed [48:0] nearest = floor + ((rest << 1) > unit || ((rest << 1) == unit && floor[0]) ? 49'sd1 : 49'sd0);
        always @(posedge aclk) if (age == 4'd3) assert (result == (nearest > 49'sd127 ? 49'sd127 : nearest < -49'sd128 ? -49'sd128 : nearest));
    end endgenerate`;
}

/** For every index, both tokens get the activation at its place. */
function selected(bits: number): string {
  const places = 2 ** bits;
  return `generate begin : of${bits}
        ${any('window0', `[${8 * places - 1}:0]`)} ${any('window1', `[${8 * places - 1}:0]`)} ${any('index', `[${bits - 1}:0]`)}
        wire [7:0] activation0, activation1;
        sparse_select #(.INDEX_BITS(${bits})) select (.aclk(aclk), .enable(1'b1), .window0(window0), .window1(window1), .index(index), .activation0(activation0), .activation1(activation1));
        for (i = 0; i < ${places}; i = i + 1) begin : place
            always @(posedge aclk) if (age == 4'd2 && index == i) assert (activation0 == window0[8*i +: 8] && activation1 == window1[8*i +: 8]);
        end
    end endgenerate`;
}

/** A simulator whose outputs are those after so many edges with the inputs as they are. */
function afterEdges(simulator: Simulator, edges: number): Simulator {
  let left = edges;
  return {
    ...simulator,
    setInt(input, value) {
      simulator.setInt(input, value);
      left = edges;
    },
    getInt(port) {
      for (; left > 0; left--) simulator.edge();
      return simulator.getInt(port);
    },
  };
}

/**
 * How the proofs of a DSP group of any legal length fit together. A multiplier adds `activation1 * weight * 2^18 + activation0 * weight` to what
 * comes in: the product for all its operands (2^24 of them, by exhaustion), the addition for all products and sums. So a cascade ends with
 * s1 * 2^18 + s0 of the exact sums of both tokens. The adjust unit has the low bits of s1. Lanes give back all s0 and s1 within 18 bits and the
 * canary bits, and for each chain the tile has canary bits for the largest sums there are. That stages meet in time is what the simulations of
 * the whole tile show.
 */
describe('proofs of the dsp-chain tile', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await wasmYosys(); });

  /** Whether a claim holds in its first cycles, for all inputs and all values that its registers may begin with. */
  function proofOf(body: string, cycles: number, sources: TextFiles = verilog): Promise<Proof> {
    return proveAssertions(yosys, { sources: { ...sources, ...claim(body) }, top: 'claim' }, { cycles });
  }

  async function assertProven(body: string, cycles: number, sources?: TextFiles): Promise<void> {
    assert.deepEqual(await proofOf(body, cycles, sources), { outcome: 'proven' });
  }

  async function assertRefuted(body: string, cycles: number, sources?: TextFiles): Promise<void> {
    assert.equal((await proofOf(body, cycles, sources)).outcome, 'refuted');
  }

  it('the lanes of a packed pair, the borrow given back, are the plain products of all 2^24 operands', async () => {
    const isRight = async (sources: TextFiles): Promise<boolean> => {
      const simulator = netlistSimulator(await netlistOf(yosys, { sources: { ...sources, 'claim.v': allPairs }, top: 'claim' }), 'claim');
      let edges = 0;
      while (simulator.getInt('done') === 0 && simulator.getInt('wrong') === 0) for (let i = 0; i < 65536; i++, edges++) simulator.edge();
      return simulator.getInt('wrong') === 0 && edges > 2 ** 24;
    };
    assert.equal(await isRight(verilog), true);
    const faults: readonly Edit[] = [
      ['dsp_pair_mac.v', '{{19{lower[7]}}, lower}', '{19\'d0, lower}'],
      ['dsp_pair_mac.v', 'reg signed [26:0] packed_pair', 'reg signed [25:0] packed_pair'],
      ['dsp_group.v', 'above + {17\'d0, lower[17]}', 'above'],
    ];
    for (const fault of faults) assert.equal(await isRight(edited(verilog, fault)), false, fault[2]);
  });

  it('a cascade adds any product to any sum of 48 bits that comes in', async () => {
    const body = `${any('a0', 'signed [7:0]')} ${any('a1', 'signed [7:0]')} ${any('w', '[7:0]')} ${any('cascade', 'signed [47:0]')}
      wire signed [47:0] pair_sum;
      wire signed [26:0] pair = {a1[7], a1, 18'd0} + {{19{a0[7]}}, a0};
      wire signed [34:0] product = {pair, w};
      dsp_pair_mac mac (.aclk(aclk), .enable(1'b1), .activation0(a0), .activation1(a1), .weight(w), .cascade(cascade), .pair_sum(pair_sum));
      always @(posedge aclk) if (age == 4'd4) assert (pair_sum == cascade + product);`;
    await assertProven(body, 5, edited(verilog, anyProduct));
    await assertRefuted(body, 5, edited(edited(verilog, anyProduct), ['dsp_pair_mac.v', '{{13{product[34]}}, product}', '{13\'d0, product}']));
  });

  it('the adjust unit gives what is above a lane, less the sum of products of low bits', async () => {
    const body = ([[1, 8], [3, 3], [8, 1]] as const).map(([length, bits]) => adjusted(length, bits)).join('\n');
    await assertProven(body, 12);
    await assertRefuted(body, 12, edited(verilog, ['overflow_adjust.v', 'sums[i*BITS +: BITS] + activation * weight', 'sums[i*BITS +: BITS] ^ (activation * weight)']));
  });

  it('lanes give back every two sums that they hold, with any number of canary bits', async () => {
    const sources = { ...verilog, ...anySum };
    await assertProven(lanes('every', 0, 8), 5, sources);
    const faults: readonly Edit[] = [
      ['dsp_group.v', 'sum1 <= above - {{18{carry[CANARY_BITS-1]}}, carry}', 'sum1 <= above - {18\'d0, carry}'],
      ['dsp_group.v', 'sum0 <= {carry, lower}', 'sum0 <= {{CANARY_BITS{lower[17]}}, lower}'],
    ];
    for (const fault of faults) await assertRefuted(lanes('fewest', 0, 1), 5, edited(sources, fault));
  });

  it('seven full-range products fit a lane of 18 bits, eight overflow it by exactly one, and one canary bit is room for them', async () => {
    const sources = { ...verilog, ...anySum };
    const products = (count: number): readonly [string, string] => [`-30'sd${count * 128 * 127}`, `30'sd${count * 128 * 128}`];
    const eight = products(8);
    await assertProven([lanes('seven', 0, 0, products(7)), lanes('less_one', 0, 0, [eight[0], '30\'sd131071']), lanes('fifteen', 1, 1, products(15))].join('\n'), 5, sources);
    const { outcome, counterexample = '' } = await proofOf(lanes('eight', 0, 0, eight), 5, sources);
    assert.deepEqual([outcome, /\s131072\s/.test(counterexample)], ['refuted', true], counterexample);
  });

  it('the tile has the least canary bits for its chain, and sums of just the bits that the model says', async () => {
    const text = verilog['dsp_chain_tile.v']!;
    const functions = text.match(/function integer[\s\S]*?endfunction/g)!.join('\n');
    const widths = /localparam LENGTH [\s\S]*?localparam SUM_BITS [^;]*;/.exec(text)![0];
    const module = `module widths #(parameter DEPTH = 1, CHAIN = 1, WEIGHT_MIN = -128) (output [7:0] canary, output [7:0] levels, output [7:0] sum); ${functions} ${widths}
      assign canary = CANARY_BITS; assign levels = LEVELS; assign sum = SUM_BITS; endmodule\n`;
    const tiles = ([-128, -127] as const).flatMap((weightMin) => {
      const ends = Array.from({ length: 9 }, (_, bits) => Math.floor((2 ** (17 + bits) - 1) / (128 * -weightMin)));
      return [...ends, ...ends.map((length) => length + 1)].map((chain) => corner({ depth: chain, chain, n: 1, m: 1, weightMin }));
    });
    tiles.push(...[[16, 8], [16, 7], [17, 8], [24, 1], [33, 16], [3, 9]].map(([depth, chain]) => corner({ depth: depth!, chain: chain!, n: 1, m: 1 })));
    for (const tile of tiles) {
      const [sum, bits] = [Math.min(tile.depth, tile.chain) * largestProduct(tile), canaryBits(tile)];
      assert.ok(sum <= 2 ** (17 + bits) - 1 && (bits === 0 || sum > 2 ** (16 + bits) - 1), JSON.stringify(tile));
      assert.equal(tileFault({ ...tile, groupBits: 27 }) === null, bits <= 8 && sumBits(tile) <= 27);
    }
    const claims = (file: string): readonly [string, TextFiles] => [tiles.map((tile, i) => `wire [23:0] of${i}; widths #(${tile.depth}, ${tile.chain}, ${tile.weightMin}) widths${i} (of${i}[7:0], of${i}[15:8], of${i}[23:16]);
      always @(posedge aclk) assert (of${i} == {8'd${sumBits(tile)}, 8'd${treeLevels(tile)}, 8'd${canaryBits(tile)}});`).join('\n'), { 'widths.v': file }];
    const [body, sources] = claims(module);
    await assertProven(body, 1, sources);
    await assertRefuted(body, 1, edited(sources, ['widths.v', '(131072 << bits_beyond_lane) - 1 <', '(131072 << bits_beyond_lane) <']));
  });

  it('the sum of a scale group is exact for as many products as the model says, whatever they are, and not for one more', async () => {
    const step = (beatBits: number, groupBits: number, more = 0): string => groupStep(beatBits, groupBits, longestGroup(corner({ groupBits })) + more);
    await assertProven([step(18, 18), step(20, 27), step(27, 27)].join('\n'), 2);
    await assertRefuted(step(20, 27, 1), 2);
    await assertRefuted(step(20, 27), 2, edited(verilog, ['group_accumulator.v', 'restart ? addend : total + addend', 'total + addend']));
  });

  it('the tree adds up any count of numbers without a carry lost', async () => {
    const counts = [[1, 0], [2, 1], [3, 2], [5, 3], [8, 3]] as const;
    const body = [...counts.slice(0, 3).map(([count, levels]) => tree(count, 4, levels, false)), ...counts.map(([count, levels]) => tree(count, 19, levels, true))].join('\n');
    await assertProven(body, 6);
    await assertRefuted(body, 6, edited(verilog, ['reduction_tree.v', '{{LEVELS{numbers[(k+1)*BITS-1]}}', '{{LEVELS{1\'b0}}']));
  });

  it('the requantizer rounds every total of 48 bits to the nearest whole number, ties to the even one, and saturates', async () => {
    const body = [0, 1, 2, 24, 47].map(requantized).join('\n');
    await assertProven(body, 4);
    await assertRefuted(body, 4, edited(verilog, ['requantizer.v', 'total[SHIFT-2:0]', 'total[SHIFT-1:1]']));
  });

  it('the requantizer gives what the model gives for all totals of 16 bits', async () => {
    const shifts = [0, 1, 2, 8, 9, 16];
    const wrapper = `module narrow(input aclk, input [15:0] total, ${shifts.map((shift) => `output [7:0] by${shift}`).join(', ')});
      ${shifts.map((shift) => `requantizer #(.SHIFT(${shift})) requantizer${shift} (.aclk(aclk), .enable(1'b1), .total({{32{total[15]}}, total}), .result(by${shift}));`).join('\n')} endmodule\n`;
    const tried = async (sources: TextFiles): Promise<boolean> => {
      const simulator = netlistSimulator(await netlistOf(yosys, { sources: { ...sources, 'narrow.v': wrapper }, top: 'narrow' }), 'narrow');
      return exhaust(afterEdges(simulator, 2), ({ total }) => Object.fromEntries(shifts.map((shift) => [`by${shift}`, requantize(wrapToBits(total!, 16), shift)]))).ok;
    };
    assert.equal(await tried(verilog), true);
    assert.equal(await tried(edited(verilog, ['requantizer.v', '(round_up && low_bits == 8\'h7f)', '1\'b0'])), false);
  });

  it('the sparse multiplexer gives both tokens the activation that the index names, whatever the windows hold', async () => {
    const body = [1, 2, 3].map(selected).join('\n');
    await assertProven(body, 3);
    await assertRefuted(body, 3, edited(verilog, ['sparse_select.v', 'window1[{index', 'window0[{index']));
  });
});
