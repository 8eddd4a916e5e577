// The table of eight activations, twice: entry[i] = sum over k of (bit k of i ? -a[k] : +a[k]), 256 entries of each, in words of ADDERS.
//
//   entry[0] is the sum of the activations; each of them doubles what is there: entry[2^k + i] = entry[i] - 2 a[k]. So T[i], in which a one of the index
//   adds its activation, is entry[~i]. A step of the table is a step of `table_control`; look-ups are in a register one edge after their indices.
module sum_table #(
    parameter READS    = 2,                             // look-ups at once
    parameter ADDERS   = 4,                             // entries made at once, a power of two up to 256
    parameter ACT_BITS = 8                              // of an activation
) (
    input  wire                          aclk,
    // Steps
    input  wire                          take,          // the activations of the first step
    input  wire [8*ACT_BITS-1:0]         activations,   // two's complement
    input  wire                          sums,
    input  wire                          joins,
    input  wire                          rotate,
    input  wire                          write,
    input  wire [7:0]                    write_word,
    input  wire [7:0]                    read_word,
    input  wire                          first_word,
    input  wire                          bank,
    output wire [ACT_BITS+2:0]           sum,           // of the activations, from the last step of the sum on
    // Look-ups
    input  wire                          look_up,
    input  wire                          read_bank,
    input  wire [8*READS-1:0]            indices,
    output reg  [READS*(ACT_BITS+4)-1:0] entries        // T of each
);

    function integer log2_of;
        input integer power;
        begin
            log2_of = 0;
            while ((1 << log2_of) < power)
                log2_of = log2_of + 1;
        end
    endfunction

    localparam SUMMERS   = ADDERS < 4 ? ADDERS : 4;
    localparam BITS      = ACT_BITS + 4;
    localparam WIDTH     = ADDERS*BITS;
    localparam LANE_BITS = log2_of(ADDERS);
    localparam WORD_BITS = 9 - LANE_BITS;                // of the address of a word: its bank, then its number
    localparam WORDS     = 1 << WORD_BITS;

    // Activations that are still to come, the next one lowest; after eight of them all are where they were.

    reg  [8*ACT_BITS-1:0]  held;
    /* verilator lint_off UNUSEDSIGNAL */                // twice, for a part that goes around
    wire [16*ACT_BITS-1:0] loaded = {activations, activations};
    wire [16*ACT_BITS-1:0] twice  = {held, held};
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk) begin
        if (take)
            held <= loaded[(2*SUMMERS % 8)*ACT_BITS +: 8*ACT_BITS];
        else if (rotate)
            held <= sums ? twice[SUMMERS*ACT_BITS +: 8*ACT_BITS] : twice[ACT_BITS +: 8*ACT_BITS];
    end

    /* verilator lint_off UNUSEDSIGNAL */                // only one adder ends the sum and the first word in one step
    wire [ACT_BITS+2:0] next_sum;
    /* verilator lint_on UNUSEDSIGNAL */

    activation_sum #(
        .ADDERS (SUMMERS),
        .BITS   (ACT_BITS)
    ) whole (
        .aclk    (aclk),
        .step    (sums),
        .first   (take),
        .joins   (joins),
        .values  (activations),
        .further (held[SUMMERS*ACT_BITS-1:0]),
        .next    (next_sum),
        .sum     (sum)
    );

    // Words. Bit b of an index is bit LANE_BITS - 1 - b of the lane, which doubles with each activation, or above those of the word.

    (* ram_style = "distributed" *) reg [WIDTH-1:0] words [0:WORDS-1];

    /* verilator lint_off UNUSEDSIGNAL */                // places inside a word
    wire [8:0] to   = {bank, write_word << LANE_BITS};
    wire [8:0] from = {bank, read_word << LANE_BITS};
    /* verilator lint_on UNUSEDSIGNAL */

    wire [WIDTH-1:0] earlier = words[from[8:LANE_BITS]];
    wire [WIDTH-1:0] made;
    wire [WIDTH-1:0] word;
    wire [BITS-1:0]  double = {{3{held[ACT_BITS-1]}}, held[ACT_BITS-1:0], 1'b0};

    always @(posedge aclk) begin
        if (write)
            words[to[8:LANE_BITS]] <= word;
    end

    genvar lane, read;
    generate
        if (ADDERS == 1) begin : one
            assign made = earlier - double;
            assign word = first_word ? {next_sum[ACT_BITS+2], next_sum} : made;
        end else begin : many
            // Half of the first word: what its doublings so far have made.
            wire [WIDTH/2-1:0] half;

            for (lane = 0; lane < ADDERS/2; lane = lane + 1) begin : halves
                if (lane == 0) begin : whole_sum
                    assign half[BITS-1:0] = {sum[ACT_BITS+2], sum};
                end else begin : grown
                    reg [BITS-1:0] entry;

                    assign half[lane*BITS +: BITS] = entry;

                    always @(posedge aclk)
                        entry <= lane % 2 == 0 ? half[(lane/2)*BITS +: BITS] : made[lane*BITS +: BITS];
                end
            end

            for (lane = 0; lane < ADDERS; lane = lane + 1) begin : lanes
                wire [BITS-1:0] left = earlier[lane*BITS +: BITS];
                wire [BITS-1:0] kept = half[(lane/2)*BITS +: BITS];

                if (lane % 2 == 0) begin : even
                    assign made[lane*BITS +: BITS] = left - double;
                    assign word[lane*BITS +: BITS] = first_word ? kept : made[lane*BITS +: BITS];
                end else begin : odd
                    assign made[lane*BITS +: BITS] = (first_word ? kept : left) - double;
                    assign word[lane*BITS +: BITS] = made[lane*BITS +: BITS];
                end
            end
        end

        for (read = 0; read < READS; read = read + 1) begin : reads
            wire [8:0]       index = {read_bank, ~indices[8*read +: 8]};
            wire [WIDTH-1:0] found = words[index[8:LANE_BITS]];
            wire [BITS-1:0]  entry;

            if (ADDERS == 1) begin : one_lane
                assign entry = found;
            end else begin : some_lanes
                wire [LANE_BITS-1:0] place;

                for (lane = 0; lane < LANE_BITS; lane = lane + 1) begin : turned
                    assign place[LANE_BITS-1-lane] = index[lane];
                end

                assign entry = found[place*BITS +: BITS];
            end

            always @(posedge aclk) begin
                if (look_up)
                    entries[read*BITS +: BITS] <= entry;
            end
        end
    endgenerate

endmodule
