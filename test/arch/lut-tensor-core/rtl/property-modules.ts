/** Verilog that modules of the tile are compared with, slow and obvious, and modules that assert what others promise. */
export const propertyModules = {
  // Entries with places to spare, so that nothing can wrap unseen.
  'wide_table.v': `
module wide_table #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10) (input [K*BITS-1:0] activations, output [(1<<(K-1))*(ENTRY_BITS+2)-1:0] entries);
    wire [(1<<(K-1))*ENTRY_BITS-1:0] kept;
    half_table #(.K(K), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) half (.activations(activations), .entries(kept));
    genvar i;
    generate for (i = 0; i < (1 << (K-1)); i = i + 1) begin : each
        wire signed [ENTRY_BITS-1:0] entry = kept[i*ENTRY_BITS +: ENTRY_BITS];
        wire signed [ENTRY_BITS+1:0] wide = entry;
        assign entries[i*(ENTRY_BITS+2) +: ENTRY_BITS+2] = wide;
    end endgenerate
endmodule
`,
  // a_0 + sum over k >= 1 of (bit k-1 of i ? -a_k : +a_k), each on its own and one activation after the other.
  'naive_table.v': `
module naive_table #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10) (input [K*BITS-1:0] activations, output reg [(1<<(K-1))*(ENTRY_BITS+2)-1:0] entries);
    integer i, k;
    reg signed [ENTRY_BITS+1:0] sum, a;
    reg signed [BITS-1:0] narrow;
    always @* begin
        for (i = 0; i < (1 << (K-1)); i = i + 1) begin
            narrow = activations[0 +: BITS];
            sum = narrow;
            for (k = 1; k < K; k = k + 1) begin
                narrow = activations[k*BITS +: BITS];
                a = narrow;
                sum = ((i >> (k-1)) & 1) == 1 ? sum - a : sum + a;
            end
            entries[i*(ENTRY_BITS+2) +: ENTRY_BITS+2] = sum;
        end
    end
endmodule
`,
  // One entry of each.
  'wide_entry.v': `
module wide_entry #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10, parameter ENTRY = 0) (input [K*BITS-1:0] activations, output [ENTRY_BITS+1:0] entry);
    wire [(1<<(K-1))*(ENTRY_BITS+2)-1:0] entries;
    wide_table #(.K(K), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) wide (.activations(activations), .entries(entries));
    assign entry = entries[ENTRY*(ENTRY_BITS+2) +: ENTRY_BITS+2];
endmodule
`,
  'naive_entry.v': `
module naive_entry #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10, parameter ENTRY = 0) (input [K*BITS-1:0] activations, output [ENTRY_BITS+1:0] entry);
    wire [(1<<(K-1))*(ENTRY_BITS+2)-1:0] entries;
    naive_table #(.K(K), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) naive (.activations(activations), .entries(entries));
    assign entry = entries[ENTRY*(ENTRY_BITS+2) +: ENTRY_BITS+2];
endmodule
`,
  // All entries are odd or all are even, so that the difference of a sum and the sum of the activations is even.
  'parity_of_table.v': `
module parity_of_table #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10) (input [K*BITS-1:0] activations, output [(1<<(K-1))-1:0] differs);
    wire [(1<<(K-1))*ENTRY_BITS-1:0] kept;
    half_table #(.K(K), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) half (.activations(activations), .entries(kept));
    genvar i;
    generate for (i = 0; i < (1 << (K-1)); i = i + 1) begin : each
        assign differs[i] = kept[i*ENTRY_BITS] ^ kept[0];
    end endgenerate
endmodule
`,
  'no_parity.v': `
module no_parity #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10) (input [K*BITS-1:0] activations, output [(1<<(K-1))-1:0] differs);
    assign differs = 0;
endmodule
`,
  // Whatever is looked up when, with pauses anywhere: the sum is that of what came since the last opening.
  'unit_sums.v': `
module unit_sums #(parameter K = 3, parameter WIDTH = 5, parameter SUM_BITS = 9) (input aclk, input advance, input [(1<<(K-1))*WIDTH-1:0] entries, input [K-2:0] index, input negate, input valid, input opens);
    reg negated, has = 0, opens_2;
    wire signed [SUM_BITS-1:0] sum;
    lookup_unit #(.K(K), .WIDTH(WIDTH), .SUM_BITS(SUM_BITS)) unit (.aclk(aclk), .advance(advance), .entries(entries), .index(index), .negate(negate), .negated(negated),
        .accumulate(has), .opens(opens_2), .sum(sum));
    wire signed [WIDTH-1:0] entry = entries >> (index * WIDTH);
    reg signed [SUM_BITS-1:0] term, expected;
    reg known = 0;
    always @(posedge aclk) begin
        if (advance) begin
            negated <= negate;
            has <= valid;
            opens_2 <= opens;
            term <= negate ? -entry : entry;
            if (has) begin
                expected <= opens_2 ? term : expected + term;
                known <= known || opens_2;
            end
        end
        if (known) assert (sum == expected);
    end
endmodule
`,
  // Activations go with the first plane of their group and with no other, nothing goes while the pipeline waits, and every plane is added once.
  'control_order.v': `
module control_order (input aclk, input act_valid, input wgt_valid, input ends_group, input ends_reduction, input ends_run, input drain_ready);
    reg started = 0;
    wire act_take, wgt_take, advance, first_plane, accumulate, opens_group, opens_reduction, drain_load, drain_ends_run;
    plane_control control (.aclk(aclk), .aresetn(started), .act_valid(act_valid), .act_take(act_take), .wgt_valid(wgt_valid), .wgt_take(wgt_take),
        .plane_ends_group(ends_group), .plane_ends_reduction(ends_reduction), .plane_ends_run(ends_run), .advance(advance), .first_plane(first_plane),
        .accumulate(accumulate), .opens_group(opens_group), .opens_reduction(opens_reduction), .drain_ready(drain_ready), .drain_load(drain_load), .drain_ends_run(drain_ends_run));
    wire last_of_reduction = ends_reduction || ends_run;
    reg group_starts = 1, reduction_starts = 1;
    reg [3:0] taken = 0, added = 0, ended = 0, loaded = 0;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (wgt_take) begin
                assert (wgt_valid && advance && first_plane == group_starts);
                taken <= taken + 1;
                group_starts <= ends_group || last_of_reduction;
                reduction_starts <= last_of_reduction;
                if (last_of_reduction) ended <= ended + 1;
            end
            assert (act_take == (wgt_take && group_starts));
            if (act_take) assert (act_valid);
            // Nobody waits without a reason.
            if (wgt_valid && (act_valid || !group_starts) && drain_ready) assert (wgt_take);
            if (advance && accumulate) added <= added + 1;
            if (accumulate && opens_reduction) assert (opens_group);
            if (drain_load) begin
                assert (drain_ready && advance);
                loaded <= loaded + 1;
            end
            // At most two planes are under way, and a reduction is loaded when all of it has been added.
            assert (taken - added <= 2 && ended - loaded <= 3);
        end
    end
endmodule
`,
} as const satisfies Readonly<Record<string, string>>;
