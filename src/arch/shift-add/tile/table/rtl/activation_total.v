// The sum of all activations of a reduction, set by set, beside the look-ups: what whole numbers in binary codes are off by, twice.
module activation_total #(
    parameter TABLES   = 2,                             // eight activations each
    parameter BITS     = 11,                            // of the sum of the activations of a table
    parameter SUM_BITS = 33,                            // of the sum of all, which wraps
    parameter DEPTH    = 4                              // stages of look-ups, 2 or more
) (
    input  wire                   aclk,
    // Sums of a set, complete some edges before it is built
    input  wire [TABLES*BITS-1:0] table_sums,
    input  wire                   built,
    input  wire                   bank,
    // The pass that is issued
    input  wire                   advance,
    input  wire                   read_bank,
    input  wire                   counts,               // the first of its set, and the activations count
    // Stage DEPTH
    input  wire                   take,
    input  wire                   opens,                // the first pass of a reduction
    output reg  [SUM_BITS-1:0]    total
);

    function integer levels_of;
        input integer count;
        begin
            levels_of = 0;
            while ((1 << levels_of) < count)
                levels_of = levels_of + 1;
        end
    endfunction

    localparam SET_BITS = BITS + levels_of(TABLES) < SUM_BITS ? BITS + levels_of(TABLES) : SUM_BITS;

    wire [SET_BITS-1:0] set;

    pipelined_sum #(
        .COUNT    (TABLES),
        .BITS     (BITS),
        .SUM_BITS (SET_BITS)
    ) tree (
        .aclk    (aclk),
        .advance (1'b1),
        .values  (table_sums),
        .sum     (set)
    );

    // The bank that is built may be done before the first look-up in the other one.
    reg [2*SET_BITS-1:0] banks;

    always @(posedge aclk) begin
        if (built)
            banks[bank*SET_BITS +: SET_BITS] <= set;
    end

    reg [DEPTH*SET_BITS-1:0] stages;

    always @(posedge aclk) begin
        if (advance)
            stages <= {stages[(DEPTH-1)*SET_BITS-1:0], counts ? banks[read_bank*SET_BITS +: SET_BITS] : {SET_BITS{1'b0}}};
    end

    wire [SET_BITS-1:0] late = stages[(DEPTH-1)*SET_BITS +: SET_BITS];

    always @(posedge aclk) begin
        if (take)
            total <= {{(SUM_BITS-SET_BITS+1){late[SET_BITS-1]}}, late[SET_BITS-2:0]} + (opens ? {SUM_BITS{1'b0}} : total);
    end

endmodule
