// The results of a product, row by row and one a cycle: a tile of tokens fills one half of a double buffer while the one before it is read.
//
//   A beat has FEATURE_LANES x TOKEN_LANES results of LANE_BITS, those of a feature together. The beats of a tile are those of further tokens
//   (BEATS_ARE_TOKENS 1) or of further features (0). Results of tokens and features that the product does not have are left out.
//
//   Stages move where `enable` is high: the address, the word, the result.
module archsim_engine_gather #(
    parameter LANE_BITS        = 32,
    parameter FEATURE_LANES    = 4,
    parameter TOKEN_LANES      = 1,
    parameter BEATS_ARE_TOKENS = 1,
    parameter DEPTH            = 64,        // beats of a tile of tokens, at most; from 2 on
    parameter STYLE            = 1          // of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    input  wire                                             aclk,
    input  wire                                             aresetn,        // synchronous, active low
    input  wire                                             start,
    input  wire [15:0]                                      last_tile,      // counts less one; they stand still until the last result is read
    input  wire [15:0]                                      last_repeat,
    input  wire [15:0]                                      last_beat,
    input  wire [15:0]                                      last_token,
    input  wire [15:0]                                      last_feature,
    input  wire [LANE_BITS*FEATURE_LANES*TOKEN_LANES-1:0]   s_data,
    input  wire                                             s_valid,
    output wire                                             s_ready,
    input  wire                                             enable,
    output reg  [LANE_BITS-1:0]                             result,
    output reg                                              result_valid
);

    function integer address_bits;
        input integer words;
        begin
            address_bits = 1;
            while ((1 << address_bits) < words)
                address_bits = address_bits + 1;
        end
    endfunction

    localparam LANES        = FEATURE_LANES * TOKEN_LANES;
    localparam WIDTH        = LANE_BITS * LANES;
    localparam ADDRESS_BITS = address_bits(DEPTH);
    localparam LANE_INDEX   = address_bits(LANES);
    localparam [31:0] TOKENS        = TOKEN_LANES;
    localparam [31:0] LAST_TOKEN    = TOKEN_LANES - 1;
    localparam [31:0] LAST_FEATURE  = FEATURE_LANES - 1;

    generate
        if (DEPTH > 65536) begin : illegal_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
    endgenerate

    // Filling

    wire        filling;
    wire        fill_ready;
    wire        fill_ends_tile;
    /* verilator lint_off UNUSEDSIGNAL */
    wire [15:0] fill_beat;
    wire        fill_ends_beats;
    wire        fill_ends_all;
    /* verilator lint_on UNUSEDSIGNAL */

    assign s_ready = filling && fill_ready;

    archsim_engine_count fill_count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(s_valid && s_ready),
        .last_outer(last_tile), .last_middle(last_repeat), .last_inner(last_beat),
        .running(filling), .inner(fill_beat), .ends_inner(fill_ends_beats), .ends_middle(fill_ends_tile), .ends_outer(fill_ends_all)
    );

    // Reading: `row` is the address of the first results of a token, `lane` the place in the word.

    reg                     reading;
    reg  [15:0]             token;
    reg  [15:0]             feature;
    reg  [15:0]             row;
    reg  [15:0]             place;
    reg  [LANE_INDEX-1:0]   token_lane;
    reg  [LANE_INDEX-1:0]   feature_lane;
    reg  [LANE_INDEX-1:0]   lane;
    wire                    full;
    wire                    read        = reading && full && enable;
    wire                    ends_row    = feature == last_feature;
    wire                    ends_all    = ends_row && token == last_token;
    wire                    ends_lanes  = token_lane == LAST_TOKEN[LANE_INDEX-1:0];
    wire                    ends_tile   = ends_all || (ends_row && ends_lanes && (BEATS_ARE_TOKENS == 0 || row == last_beat));
    wire                    ends_word   = feature_lane == LAST_FEATURE[LANE_INDEX-1:0];
    wire [15:0]             next_row    = (BEATS_ARE_TOKENS != 0 && ends_lanes) ? row + 16'd1 : row;
    wire [LANE_INDEX-1:0]   next_token  = ends_lanes ? {LANE_INDEX{1'b0}} : token_lane + 1'b1;
    wire [15:0]             stride      = BEATS_ARE_TOKENS != 0 ? last_beat : 16'd0;
    /* verilator lint_off UNUSEDSIGNAL */
    wire [ADDRESS_BITS-1:0] last_address;
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk)
        if (!aresetn)
            reading <= 1'b0;
        else if (start)
            reading <= 1'b1;
        else if (read && ends_all)
            reading <= 1'b0;

    always @(posedge aclk)
        if (start) begin
            token        <= 16'd0;
            feature      <= 16'd0;
            row          <= 16'd0;
            place        <= 16'd0;
            token_lane   <= {LANE_INDEX{1'b0}};
            feature_lane <= {LANE_INDEX{1'b0}};
            lane         <= {LANE_INDEX{1'b0}};
        end else if (read) begin
            if (ends_row) begin
                token        <= token + 16'd1;
                feature      <= 16'd0;
                row          <= ends_tile ? 16'd0 : next_row;
                place        <= ends_tile ? 16'd0 : next_row;
                token_lane   <= ends_tile ? {LANE_INDEX{1'b0}} : next_token;
                feature_lane <= {LANE_INDEX{1'b0}};
                lane         <= ends_tile ? {LANE_INDEX{1'b0}} : next_token;
            end else begin
                feature      <= feature + 16'd1;
                place        <= ends_word ? place + stride + 16'd1 : place;
                feature_lane <= ends_word ? {LANE_INDEX{1'b0}} : feature_lane + 1'b1;
                lane         <= ends_word ? token_lane : lane + TOKENS[LANE_INDEX-1:0];
            end
        end

    // The word, the result

    wire [WIDTH-1:0]        word;
    reg  [LANE_INDEX-1:0]   word_lane;
    reg                     word_valid;

    archsim_ping_pong #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE(STYLE)) buffer (
        .aclk(aclk), .aresetn(aresetn),
        .fill_valid(s_valid && filling), .fill_ready(fill_ready), .fill_data(s_data), .fill_last(fill_ends_tile),
        .full(full), .last_address(last_address), .free(read && ends_tile),
        .read_enable(read), .read_address(place[ADDRESS_BITS-1:0]), .read_data(word)
    );

    generate
        if (ADDRESS_BITS < 16) begin : high_bits
            wire unused_bits = &{1'b0, place[15:ADDRESS_BITS]};
        end
    endgenerate

    always @(posedge aclk)
        if (!aresetn) begin
            word_valid   <= 1'b0;
            result_valid <= 1'b0;
        end else if (enable) begin
            word_valid   <= read;
            result_valid <= word_valid;
        end

    wire [LANE_BITS-1:0] lanes [0:(1<<LANE_INDEX)-1];

    genvar i;
    generate
        for (i = 0; i < (1 << LANE_INDEX); i = i + 1) begin : each_lane
            if (i < LANES) begin : used_lane
                assign lanes[i] = word[i*LANE_BITS +: LANE_BITS];
            end else begin : no_lane
                assign lanes[i] = {LANE_BITS{1'b0}};
            end
        end
    endgenerate

    always @(posedge aclk) begin
        if (read)
            word_lane <= lane;
        if (enable)
            result <= lanes[word_lane];
    end

endmodule
