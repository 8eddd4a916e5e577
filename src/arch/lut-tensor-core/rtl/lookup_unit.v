// One output of the array: looks an entry up, negates it where its code says so, and adds it to the sum of its reduction.
//
//   sum = sum over groups and planes of (negate ? -1 : +1) * 2^plane * entries[index]        the table brings 2^plane along
//
//   Two stages, one plane a cycle: 1 look-up, 2 addition. A negation is an inversion in stage 1 and a carry into the adder of stage 2.
module lookup_unit #(
    parameter K        = 4,                                   // activations in a table, 2 to 6
    parameter WIDTH    = 13,                                  // bits of an entry times 2^plane
    parameter SUM_BITS = 33                                   // bits of the sum, which wraps; at least WIDTH + 1
) (
    input  wire                       aclk,
    input  wire                       advance,                // 0: nothing moves
    // Stage 1
    input  wire [(1<<(K-1))*WIDTH-1:0] entries,
    input  wire [K-2:0]               index,
    input  wire                       negate,
    // Stage 2
    input  wire                       negated,                // `negate` a stage later
    input  wire                       accumulate,             // there is a plane in the stage
    input  wire                       opens,                  // it is the first of its reduction
    output reg  [SUM_BITS-1:0]        sum
);

    reg  [WIDTH-1:0] looked_up;
    wire [WIDTH-1:0] entry;

    genvar place, i;
    generate
        for (place = 0; place < WIDTH; place = place + 1) begin : places
            wire [(1<<(K-1))-1:0] of_entries;
            for (i = 0; i < (1 << (K-1)); i = i + 1) begin : each
                assign of_entries[i] = entries[i*WIDTH + place];
            end
            assign entry[place] = of_entries[index];
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance)
            looked_up <= entry ^ {WIDTH{negate}};
    end

    wire [SUM_BITS-1:0] so_far = opens ? {SUM_BITS{1'b0}} : sum;

    // x - ~s is x + s + 1, and the 1 is carried on from the place below the lowest where an inverted entry needs it. As a difference, synthesis
    // clears the sum in the LUTs of the adder, where a plain addition takes a LUT more for each bit.
    /* verilator lint_off UNUSEDSIGNAL */
    wire [SUM_BITS:0] total = {{(SUM_BITS-WIDTH){looked_up[WIDTH-1]}}, looked_up, negated} - ~{so_far, 1'b0};
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk) begin
        if (advance && accumulate)
            sum <= total[SUM_BITS:1];
    end

endmodule
