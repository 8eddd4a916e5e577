// Packed codes become the weights of the core: LANES codes of CODE_BITS a beat, and PASS_BITS above them that pass as they are.
//
//   weight = number x multiplier, saturated to WEIGHT_BITS, signed; without a multiplier (SCALED 0) the number saturated; by KIND the number is
//     0  the code as two's complement        1  the code, unsigned, less a zero point        2  the entry of a table that the code names, signed
//
//   Zero points and multipliers are those of columns, unsigned, in beats `g`: one for each group of beats of a tile, taken with the last beat of its group;
//   the last group of a tile may be shorter. Those of a job stand still there with `g_valid` high.
//   A job whose `wide` is high gives weights as they are instead: bits j x CODE_BITS and up of each come in the lane's code of beat j of those for one beat
//   of the core, the lowest first. Bits that pass are those of the last of them.
//
//   Nothing is taken before `start`, nor more than the counts say. A beat passes in every cycle, and can be taken one edge behind the one that took it, three
//   with multipliers. A table is read first, one entry in a cycle. `m_valid` and `m_data` come from registers; ready passes.
module archsim_engine_dequantize #(
    parameter LANES       = 4,
    parameter COLUMNS     = 4,              // of the core: they divide LANES, and lanes of a column stand together
    parameter CODE_BITS   = 4,              // 1 to 8; 5 at most with a table
    parameter WEIGHT_BITS = 8,              // 2 to 8
    parameter PASS_BITS   = 0,
    parameter KIND        = 0,
    parameter SCALED      = 0,
    parameter WIDE        = 0               // 1: jobs may be wide
) (
    input  wire                                     aclk,
    input  wire                                     aresetn,            // synchronous, active low
    input  wire                                     start,
    input  wire                                     wide,               // these stand still until the last beat was taken
    input  wire [15:0]                              last_tile,          // counts less one, of beats of the core
    input  wire [15:0]                              last_repeat,
    input  wire [15:0]                              last_beat,
    input  wire [15:0]                              last_group_beat,
    input  wire [8*32-1:0]                          entries,            // of the table, the first one lowest
    input  wire [COLUMNS*CODE_BITS-1:0]             g_zero_points,
    input  wire [COLUMNS*8-1:0]                     g_multipliers,
    input  wire                                     g_valid,
    output wire                                     g_ready,
    input  wire [LANES*CODE_BITS+PASS_BITS-1:0]     s_data,
    input  wire                                     s_valid,
    output wire                                     s_ready,
    output wire [LANES*WEIGHT_BITS+PASS_BITS-1:0]   m_data,
    output wire                                     m_valid,
    input  wire                                     m_ready
);

    localparam PER_COLUMN   = LANES / COLUMNS;
    localparam NUMBER_BITS  = KIND == 0 ? CODE_BITS : KIND == 1 ? CODE_BITS + 1 : WEIGHT_BITS;
    localparam FIRST_BITS   = SCALED == 0 || (WIDE != 0 && NUMBER_BITS < WEIGHT_BITS) ? WEIGHT_BITS : NUMBER_BITS;
    localparam PRODUCT_BITS = NUMBER_BITS + 8;
    localparam STEPS        = (WEIGHT_BITS + CODE_BITS - 1) / CODE_BITS;    // beats of codes in a wide beat of the core
    localparam BESIDE_BITS  = PASS_BITS > 0 ? PASS_BITS : 1;
    localparam [31:0] LAST_STEP  = STEPS - 1;
    localparam [31:0] LAST_ENTRY = (1 << CODE_BITS) - 1;

    generate
        if (CODE_BITS < 1 || CODE_BITS > 8 || (KIND == 2 && CODE_BITS > 5)) begin : illegal_code
            ARCHSIM_ILLEGAL_PARAMETER_CODE_BITS illegal ();
        end
        if (WEIGHT_BITS < 2 || WEIGHT_BITS > 8) begin : illegal_weight
            ARCHSIM_ILLEGAL_PARAMETER_WEIGHT_BITS illegal ();
        end
        if (COLUMNS < 1 || LANES % COLUMNS != 0) begin : illegal_columns
            ARCHSIM_ILLEGAL_PARAMETER_COLUMNS illegal ();
        end
        if (KIND < 0 || KIND > 2) begin : illegal_kind
            ARCHSIM_ILLEGAL_PARAMETER_KIND illegal ();
        end
    endgenerate

    // What is taken

    reg  [2:0]  step;
    reg  [15:0] group_beat;
    wire        running;
    wire        ends_tile;
    wire        first_ready;
    wire        is_wide    = WIDE != 0 && wide;
    wire        completes  = !is_wide || step == LAST_STEP[2:0];
    wire        ends_group = ends_tile || group_beat == last_group_beat;
    wire        take       = s_valid && s_ready;
    wire        loading;                    // entries of the table are read
    /* verilator lint_off UNUSEDSIGNAL */
    wire [4:0]  index;
    wire [7:0]  entry;
    wire [15:0] beat;
    wire        ends_repeat;
    wire        ends_all;
    /* verilator lint_on UNUSEDSIGNAL */

    assign s_ready = running && !loading && (is_wide || g_valid) && (first_ready || !completes);
    assign g_ready = take && !is_wide && ends_group;

    archsim_engine_count count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(take && completes),
        .last_outer(last_tile), .last_middle(last_repeat), .last_inner(last_beat),
        .running(running), .inner(beat), .ends_inner(ends_tile), .ends_middle(ends_repeat), .ends_outer(ends_all)
    );

    always @(posedge aclk)
        if (start) begin
            step       <= 3'd0;
            group_beat <= 16'd0;
        end else if (take) begin
            step <= completes ? 3'd0 : step + 3'd1;
            if (completes)
                group_beat <= ends_group ? 16'd0 : group_beat + 16'd1;
        end

    generate
        if (KIND == 2) begin : table_loader
            reg       is_loading;
            reg [4:0] next_index;

            assign loading = is_loading;
            assign index   = next_index;
            assign entry   = entries[8*next_index +: 8];

            always @(posedge aclk) begin
                if (!aresetn)
                    is_loading <= 1'b0;
                else if (start)
                    is_loading <= !is_wide;
                else if (next_index == LAST_ENTRY[4:0])
                    is_loading <= 1'b0;
                if (start)
                    next_index <= 5'd0;
                else if (is_loading)
                    next_index <= next_index + 5'd1;
            end
        end else begin : no_table
            assign loading = 1'b0;
            assign index   = 5'd0;
            assign entry   = 8'd0;

            wire unused_entries = &{1'b0, entries};
        end
        if (KIND != 1) begin : no_zero_points
            wire unused_zero_points = &{1'b0, g_zero_points};
        end
    endgenerate

    // Stages

    reg  first_valid;
    wire first_leaves;

    assign first_ready = !first_valid || first_leaves;

    wire [BESIDE_BITS-1:0] beside;
    wire [BESIDE_BITS-1:0] passed;
    reg  [BESIDE_BITS-1:0] first_beside;

    always @(posedge aclk)
        if (first_ready)
            first_beside <= beside;

    always @(posedge aclk)
        if (!aresetn)
            first_valid <= 1'b0;
        else if (first_ready)
            first_valid <= take && completes;

    wire [LANES*FIRST_BITS-1:0]  firsts;
    wire [LANES*WEIGHT_BITS-1:0] weights;

    genvar l;
    generate
        for (l = 0; l < LANES; l = l + 1) begin : lane
            localparam COLUMN = l / PER_COLUMN;

            wire        [CODE_BITS-1:0]   code = s_data[l*CODE_BITS +: CODE_BITS];
            wire signed [NUMBER_BITS-1:0] number;
            wire        [FIRST_BITS-1:0]  narrow;
            wire        [FIRST_BITS-1:0]  next;
            reg         [FIRST_BITS-1:0]  first;

            if (KIND == 0) begin : signed_code
                assign number = code;
            end else if (KIND == 1) begin : offset_code
                assign number = {1'b0, code} - {1'b0, g_zero_points[COLUMN*CODE_BITS +: CODE_BITS]};
            end else begin : table_code
                // A table for each lane: all of them are read at once.
                (* ram_style = "distributed" *) reg [WEIGHT_BITS-1:0] words [0:(1<<CODE_BITS)-1];

                always @(posedge aclk)
                    if (loading)
                        words[index[CODE_BITS-1:0]] <= entry[WEIGHT_BITS-1:0];
                assign number = words[code];
            end

            if (NUMBER_BITS > FIRST_BITS) begin : too_wide
                wire fits = number[NUMBER_BITS-1:FIRST_BITS-1] == {(NUMBER_BITS-FIRST_BITS+1){number[NUMBER_BITS-1]}};

                assign narrow = fits ? number[FIRST_BITS-1:0] : {number[NUMBER_BITS-1], {(FIRST_BITS-1){!number[NUMBER_BITS-1]}}};
            end else if (NUMBER_BITS < FIRST_BITS) begin : signs
                assign narrow = {{(FIRST_BITS-NUMBER_BITS){number[NUMBER_BITS-1]}}, number};
            end else begin : as_wide
                assign narrow = number;
            end

            if (WIDE != 0) begin : whole_weight
                wire [STEPS*CODE_BITS-1:0] whole;

                if (STEPS > 1) begin : steps
                    reg [(STEPS-1)*CODE_BITS-1:0] low;

                    assign whole = {code, low};
                    always @(posedge aclk)
                        if (take)
                            low <= whole[STEPS*CODE_BITS-1:CODE_BITS];
                end else begin : one_step
                    assign whole = code;
                end
                if (FIRST_BITS > WEIGHT_BITS) begin : whole_signs
                    assign next = is_wide ? {{(FIRST_BITS-WEIGHT_BITS){whole[WEIGHT_BITS-1]}}, whole[WEIGHT_BITS-1:0]} : narrow;
                end else begin : whole_bits
                    assign next = is_wide ? whole[WEIGHT_BITS-1:0] : narrow;
                end
                if (STEPS * CODE_BITS > WEIGHT_BITS) begin : high_bits
                    wire unused_bits = &{1'b0, whole[STEPS*CODE_BITS-1:WEIGHT_BITS]};
                end
            end else begin : no_whole_weight
                assign next = narrow;
            end

            always @(posedge aclk)
                if (first_ready)
                    first <= next;
            assign firsts[l*FIRST_BITS +: FIRST_BITS] = first;
        end
    endgenerate

    generate
        if (SCALED == 0) begin : no_product
            assign weights      = firsts;
            assign passed       = first_beside;
            assign first_leaves = m_ready;
            assign m_valid      = first_valid;

            wire unused_multipliers = &{1'b0, g_multipliers};
        end else begin : multiplied
            reg                  second_valid;
            reg                  third_valid;
            reg  [COLUMNS*8-1:0] multipliers;
            wire                 third_ready  = !third_valid || m_ready;
            wire                 second_ready = !second_valid || third_ready;

            assign first_leaves = second_ready;
            assign m_valid      = third_valid;

            always @(posedge aclk)
                if (!aresetn) begin
                    second_valid <= 1'b0;
                    third_valid  <= 1'b0;
                end else begin
                    if (second_ready)
                        second_valid <= first_valid;
                    if (third_ready)
                        third_valid <= second_valid;
                end

            reg [BESIDE_BITS-1:0] second_beside;
            reg [BESIDE_BITS-1:0] third_beside;

            assign passed = third_beside;

            always @(posedge aclk) begin
                if (first_ready)
                    multipliers <= g_multipliers;
                if (second_ready)
                    second_beside <= first_beside;
                if (third_ready)
                    third_beside <= second_beside;
            end

            for (l = 0; l < LANES; l = l + 1) begin : scaled_lane
                localparam COLUMN = l / PER_COLUMN;

                wire [FIRST_BITS-1:0]   first = firsts[l*FIRST_BITS +: FIRST_BITS];
                wire [PRODUCT_BITS-1:0] other = {{NUMBER_BITS{1'b0}}, multipliers[COLUMN*8 +: 8]};
                reg  [PRODUCT_BITS-1:0] sum;
                reg  [PRODUCT_BITS-1:0] product;
                reg  [WEIGHT_BITS-1:0]  weight;
                integer                 i;

                // Adders, so that synthesis takes no DSP block a lane. The highest bit counts negative.
                always @* begin
                    sum = {PRODUCT_BITS{1'b0}} - ({PRODUCT_BITS{first[NUMBER_BITS-1]}} & (other << (NUMBER_BITS - 1)));
                    for (i = 0; i < NUMBER_BITS - 1; i = i + 1)
                        sum = sum + ({PRODUCT_BITS{first[i]}} & (other << i));
                end

                wire fits = product[PRODUCT_BITS-1:WEIGHT_BITS-1] == {(PRODUCT_BITS-WEIGHT_BITS+1){product[PRODUCT_BITS-1]}};
                wire [PRODUCT_BITS-1:0] as_it_is;

                if (WIDE != 0) begin : wide_product
                    assign as_it_is = {{(PRODUCT_BITS-FIRST_BITS){first[FIRST_BITS-1]}}, first};
                end else begin : no_wide_product
                    assign as_it_is = {PRODUCT_BITS{1'b0}};

                    wire unused_bits = &{1'b0, as_it_is};
                end

                always @(posedge aclk) begin
                    if (second_ready)
                        product <= is_wide ? as_it_is : sum;
                    if (third_ready)
                        weight <= fits ? product[WEIGHT_BITS-1:0] : product[PRODUCT_BITS-1] ? {1'b1, {(WEIGHT_BITS-1){1'b0}}} : {1'b0, {(WEIGHT_BITS-1){1'b1}}};
                end
                assign weights[l*WEIGHT_BITS +: WEIGHT_BITS] = weight;
            end
        end
    endgenerate

    generate
        if (PASS_BITS > 0) begin : passing
            assign beside = s_data[LANES*CODE_BITS +: BESIDE_BITS];
            assign m_data = {passed, weights};
        end else begin : nothing_passes
            assign beside = 1'b0;
            assign m_data = weights;

            wire unused_passed = &{1'b0, passed};
        end
    endgenerate

endmodule
