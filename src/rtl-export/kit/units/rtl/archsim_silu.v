// SiLU of LANES numbers a beat: y = x / (1 + e^-x) by the unit `silu_lane`, one for each lane.
//
// Beats: x, LANES times X_BITS, signed; y, LANES times Y_BITS, signed; the first in the lowest bits. A beat is taken in every cycle, and its result can be
// taken LATENCY + 2 edges later.
module archsim_silu #(
    parameter LANES   = 1,
    parameter X_BITS  = 8,
    parameter Y_BITS  = 8,
    parameter LATENCY = 4               // of silu_lane
) (
    aclk, aresetn,
    s_axis_x_tdata, s_axis_x_tvalid, s_axis_x_tready, s_axis_x_tlast,
    m_axis_y_tdata, m_axis_y_tvalid, m_axis_y_tready, m_axis_y_tlast
);

    localparam X_WIDTH = LANES * X_BITS;
    localparam Y_WIDTH = LANES * Y_BITS;
    localparam X_BEAT  = (X_WIDTH + 7) / 8 * 8;
    localparam Y_BEAT  = (Y_WIDTH + 7) / 8 * 8;

    input  wire              aclk;
    input  wire              aresetn;

    input  wire [X_BEAT-1:0] s_axis_x_tdata;
    input  wire              s_axis_x_tvalid;
    output wire              s_axis_x_tready;
    input  wire              s_axis_x_tlast;

    output wire [Y_BEAT-1:0] m_axis_y_tdata;
    output wire              m_axis_y_tvalid;
    input  wire              m_axis_y_tready;
    output wire              m_axis_y_tlast;

    wire [X_WIDTH-1:0] x;
    wire               x_last;
    wire               x_valid;
    wire [Y_WIDTH-1:0] result;
    wire [Y_WIDTH-1:0] y;
    wire               enable;
    reg  [LATENCY-1:0] valid;
    reg  [LATENCY-1:0] last;
    wire [LATENCY:0]   next_valid = {valid, x_valid};
    wire [LATENCY:0]   next_last  = {last, x_last};

    always @(posedge aclk)
        if (!aresetn)
            valid <= {LATENCY{1'b0}};
        else if (enable)
            valid <= next_valid[LATENCY-1:0];

    always @(posedge aclk)
        if (enable)
            last <= next_last[LATENCY-1:0];

    archsim_skid #(.WIDTH(X_WIDTH + 1)) x_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_x_tlast, s_axis_x_tdata[X_WIDTH-1:0]}), .s_valid(s_axis_x_tvalid), .s_ready(s_axis_x_tready),
        .m_data({x_last, x}), .m_valid(x_valid), .m_ready(enable)
    );
    archsim_skid #(.WIDTH(Y_WIDTH + 1)) y_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({last[LATENCY-1], result}), .s_valid(valid[LATENCY-1]), .s_ready(enable),
        .m_data({m_axis_y_tlast, y}), .m_valid(m_axis_y_tvalid), .m_ready(m_axis_y_tready)
    );

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : lanes
            silu_lane silu (.aclk(aclk), .enable(enable), .x(x[lane*X_BITS +: X_BITS]), .y(result[lane*Y_BITS +: Y_BITS]));
        end

        if (Y_BEAT > Y_WIDTH) begin : padded
            assign m_axis_y_tdata = {{(Y_BEAT-Y_WIDTH){1'b0}}, y};
        end else begin : whole
            assign m_axis_y_tdata = y;
        end
    endgenerate

    wire unused_bits = &{1'b0, s_axis_x_tdata, next_valid[LATENCY], next_last[LATENCY]};

endmodule
