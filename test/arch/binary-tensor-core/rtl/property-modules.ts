/** Verilog that asserts what must hold of modules of the unit, and slow and obvious references. */
export const propertyModules = {
  'segment_reference.v': `
module segment_reference #(parameter BIPOLAR = 1) (input [17:0] a, input [17:0] b, output reg [4:0] count);
    integer i;
    always @* begin
        count = 0;
        for (i = 0; i < 18; i = i + 1)
            if (BIPOLAR ? a[i] != b[i] : a[i] && b[i]) count = count + 1;
    end
endmodule
`,
  // The value of the rows of two movements ago, whenever the unit waits. Bits beyond the length are equal.
  'dot_values.v': `
module dot_values #(parameter DEPTH = 3, parameter BIPOLAR = 1, parameter LENGTH_BITS = 2) (
    input aclk, input advance, input [DEPTH-1:0] act, input [DEPTH-1:0] wgt, input negative, input [LENGTH_BITS-1:0] length);
    wire [LENGTH_BITS:0] value;
    plane_dot #(.DEPTH(DEPTH), .BIPOLAR(BIPOLAR), .LENGTH_BITS(LENGTH_BITS)) dot (.aclk(aclk), .advance(advance), .act(act), .wgt(wgt), .negative(negative), .length(length), .value(value));
    reg [DEPTH-1:0] a1, w1, a2, w2;
    reg n2, has1 = 0, has2 = 0;
    reg [LENGTH_BITS-1:0] l2;
    integer i, expected;
    always @* begin
        expected = 0;
        for (i = 0; i < DEPTH; i = i + 1)
            if (!BIPOLAR) expected = expected + (a2[i] && w2[i] ? (n2 ? -1 : 1) : 0);
            else if (i < l2) expected = expected + (a2[i] == w2[i] ? 1 : -1);
    end
    always @(posedge aclk) begin
        if (advance) begin
            a1 <= act; w1 <= wgt; has1 <= 1;
            a2 <= a1; w2 <= w1; n2 <= negative; l2 <= length; has2 <= has1;
            // The length is that of the rows before, which are equal beyond it.
            if (BIPOLAR && has1) assume (length <= DEPTH && ((a1 ^ w1) >> length) == 0);
        end
        if (has2) assert ($signed(value) == expected);
    end
endmodule
`,
  // The sum of the values since the last one that opened, each doubled as often as a lower weight began after it, modulo 2^SUM_BITS.
  'sum_values.v': `
module sum_values #(parameter VALUE_BITS = 3, parameter SUM_BITS = 5) (input aclk, input add, input opens, input doubles, input signed [VALUE_BITS-1:0] value);
    wire [SUM_BITS-1:0] sum;
    plane_sum #(.VALUE_BITS(VALUE_BITS), .SUM_BITS(SUM_BITS)) accumulate (.aclk(aclk), .add(add), .opens(opens), .doubles(doubles), .value(value), .sum(sum));
    reg opened = 0;
    reg signed [31:0] total;
    always @(posedge aclk) begin
        if (add && (opens || opened)) begin
            opened <= 1;
            total <= opens ? value : doubles ? 2 * total + value : total + value;
        end
        if (opened) assert (sum == total[SUM_BITS-1:0]);
    end
endmodule
`,
  'row_totals.v': `
module row_totals #(parameter PLANES = 3, parameter BIPOLAR = 1, parameter SUM_BITS = 6) (input aclk, input advance, input [SUM_BITS*PLANES-1:0] rows);
    wire [SUM_BITS-1:0] total;
    row_planes #(.PLANES(PLANES), .BIPOLAR(BIPOLAR), .SUM_BITS(SUM_BITS)) combine (.aclk(aclk), .advance(advance), .rows(rows), .total(total));
    reg has = 0;
    reg [SUM_BITS*PLANES-1:0] held;
    reg [SUM_BITS-1:0] expected;
    integer i;
    always @* begin
        expected = 0;
        for (i = 0; i < PLANES; i = i + 1)
            if (!BIPOLAR && i == PLANES - 1) expected = expected - (held[SUM_BITS*i +: SUM_BITS] << i);
            else expected = expected + (held[SUM_BITS*i +: SUM_BITS] << i);
    end
    always @(posedge aclk) begin
        if (advance) begin
            held <= rows;
            has <= 1;
        end
        if (has) assert (total == expected);
    end
endmodule
`,
} as const;
