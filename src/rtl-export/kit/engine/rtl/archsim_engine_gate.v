// Lets as many beats of a stream through as a product takes, and marks the last one: `beats` for each of `repeats` tiles of features, for each of `tiles`
// tiles of tokens. Beats that pass while `counts` is low are none of them. Nothing is stored: ready and valid pass while the gate is open.
module archsim_engine_gate (
    input  wire        aclk,
    input  wire        aresetn,         // synchronous, active low
    input  wire        start,
    input  wire [15:0] last_tile,       // counts less one; they stand still while the gate is open
    input  wire [15:0] last_repeat,
    input  wire [15:0] last_beat,
    input  wire        counts,          // the beat on offer is one of those that are counted
    input  wire        s_valid,
    output wire        s_ready,
    output wire        m_last,
    output wire        m_valid,
    input  wire        m_ready,
    output wire        open
);

    /* verilator lint_off UNUSEDSIGNAL */
    wire [15:0] beat;
    wire        ends_beats;
    wire        ends_tile;
    /* verilator lint_on UNUSEDSIGNAL */

    assign s_ready = open && m_ready;
    assign m_valid = open && s_valid;

    archsim_engine_count count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(m_valid && m_ready && counts),
        .last_outer(last_tile), .last_middle(last_repeat), .last_inner(last_beat),
        .running(open), .inner(beat), .ends_inner(ends_beats), .ends_middle(ends_tile), .ends_outer(m_last)
    );

endmodule
