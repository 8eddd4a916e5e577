// The activations of a product: tiles of beats that come once go to the core as often as there are tiles of features.
//
//   for each tile of tokens: take its beats into one half of a double buffer; play them `repeats` times while the other half takes those of the next tile
//
//   A beat goes to the core in every cycle; the first one of a tile two cycles after its last beat was taken. m_last goes with the last beat of all.
module archsim_engine_replay #(
    parameter WIDTH = 8,            // bits of a beat
    parameter DEPTH = 64,           // beats of a tile, at most; from 2 on
    parameter STYLE = 1             // of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    input  wire             aclk,
    input  wire             aresetn,        // synchronous, active low
    input  wire             start,
    input  wire [15:0]      last_tile,      // counts less one; they stand still until the last beat is played
    input  wire [15:0]      last_repeat,
    input  wire [15:0]      last_beat,
    input  wire [WIDTH-1:0] s_data,
    input  wire             s_valid,
    output wire             s_ready,
    output wire [WIDTH-1:0] m_data,
    output wire             m_last,
    output wire             m_valid,
    input  wire             m_ready
);

    function integer address_bits;
        input integer words;
        begin
            address_bits = 1;
            while ((1 << address_bits) < words)
                address_bits = address_bits + 1;
        end
    endfunction

    localparam ADDRESS_BITS = address_bits(DEPTH);

    // Filling

    wire        filling;
    wire        fill_ready;
    wire        fill = s_valid && s_ready;
    wire        fill_ends_tile;
    /* verilator lint_off UNUSEDSIGNAL */
    wire [15:0] fill_beat;
    wire        fill_ends_beat;
    wire        fill_ends_all;
    /* verilator lint_on UNUSEDSIGNAL */

    assign s_ready = filling && fill_ready;

    archsim_engine_count fill_count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(fill),
        .last_outer(16'd0), .last_middle(last_tile), .last_inner(last_beat),
        .running(filling), .inner(fill_beat), .ends_inner(fill_ends_tile), .ends_middle(fill_ends_beat), .ends_outer(fill_ends_all)
    );

    // Playing

    reg         word_valid;
    reg         word_last;
    wire        playing;
    wire        full;
    wire        advance = !word_valid || m_ready;
    wire        read    = playing && full && advance;
    wire [15:0] beat;
    wire        ends_tile;
    wire        ends_all;
    /* verilator lint_off UNUSEDSIGNAL */
    wire                    ends_beats;
    wire [ADDRESS_BITS-1:0] last_address;
    /* verilator lint_on UNUSEDSIGNAL */

    archsim_engine_count play_count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(read),
        .last_outer(last_tile), .last_middle(last_repeat), .last_inner(last_beat),
        .running(playing), .inner(beat), .ends_inner(ends_beats), .ends_middle(ends_tile), .ends_outer(ends_all)
    );

    generate
        if (ADDRESS_BITS < 16) begin : high_bits
            wire unused_bits = &{1'b0, beat[15:ADDRESS_BITS]};
        end
        if (DEPTH > 65536) begin : illegal_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
    endgenerate

    archsim_ping_pong #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE(STYLE)) buffer (
        .aclk(aclk), .aresetn(aresetn),
        .fill_valid(s_valid && filling), .fill_ready(fill_ready), .fill_data(s_data), .fill_last(fill_ends_tile),
        .full(full), .last_address(last_address), .free(read && ends_tile),
        .read_enable(read), .read_address(beat[ADDRESS_BITS-1:0]), .read_data(m_data)
    );

    assign m_valid = word_valid;
    assign m_last  = word_last;

    always @(posedge aclk)
        if (!aresetn)
            word_valid <= 1'b0;
        else if (advance)
            word_valid <= read;

    always @(posedge aclk)
        if (read)
            word_last <= ends_all;

endmodule
