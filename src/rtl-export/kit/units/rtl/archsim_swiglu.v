// The gated product of SwiGLU, LANES numbers a beat: y = SiLU(gate) * up. In whole numbers, with s = silu_lane(gate):
//
//   y = floor(s * up / 2^SHIFT + 1/2), saturated to Y_BITS
//
// Beats: gate, LANES times X_BITS; up, LANES times UP_BITS; y, LANES times Y_BITS; all signed, the first in the lowest bits. A beat of gate and one of up
// are taken together, in every cycle; y can be taken LATENCY + 3 edges later. tlast of either is that of y.
module archsim_swiglu #(
    parameter LANES   = 1,
    parameter X_BITS  = 8,
    parameter S_BITS  = 10,             // output of silu_lane
    parameter LATENCY = 4,              // of silu_lane
    parameter UP_BITS = 8,
    parameter SHIFT   = 6,              // from 1 on
    parameter Y_BITS  = 8
) (
    aclk, aresetn,
    s_axis_gate_tdata, s_axis_gate_tvalid, s_axis_gate_tready, s_axis_gate_tlast,
    s_axis_up_tdata, s_axis_up_tvalid, s_axis_up_tready, s_axis_up_tlast,
    m_axis_y_tdata, m_axis_y_tvalid, m_axis_y_tready, m_axis_y_tlast
);

    localparam X_WIDTH = LANES * X_BITS;
    localparam U_WIDTH = LANES * UP_BITS;
    localparam Y_WIDTH = LANES * Y_BITS;
    localparam X_BEAT  = (X_WIDTH + 7) / 8 * 8;
    localparam U_BEAT  = (U_WIDTH + 7) / 8 * 8;
    localparam Y_BEAT  = (Y_WIDTH + 7) / 8 * 8;
    localparam P_BITS  = S_BITS + UP_BITS;
    localparam WIDE    = P_BITS + Y_BITS + SHIFT;

    input  wire              aclk;
    input  wire              aresetn;

    input  wire [X_BEAT-1:0] s_axis_gate_tdata;
    input  wire              s_axis_gate_tvalid;
    output wire              s_axis_gate_tready;
    input  wire              s_axis_gate_tlast;

    input  wire [U_BEAT-1:0] s_axis_up_tdata;
    input  wire              s_axis_up_tvalid;
    output wire              s_axis_up_tready;
    input  wire              s_axis_up_tlast;

    output wire [Y_BEAT-1:0] m_axis_y_tdata;
    output wire              m_axis_y_tvalid;
    input  wire              m_axis_y_tready;
    output wire              m_axis_y_tlast;

    generate
        if (SHIFT < 1) begin : illegal_shift
            ARCHSIM_ILLEGAL_PARAMETER_SHIFT illegal();
        end
    endgenerate

    wire [X_WIDTH-1:0] gate;
    wire               gate_last;
    wire               gate_valid;
    wire [U_WIDTH-1:0] up;
    wire [U_WIDTH-1:0] up_later;
    wire               up_last;
    wire               up_valid;
    wire [Y_WIDTH-1:0] result;
    wire [Y_WIDTH-1:0] y;
    wire               enable;
    reg  [LATENCY:0]   valid;
    reg  [LATENCY:0]   last;
    wire               take = gate_valid && up_valid;

    always @(posedge aclk)
        if (!aresetn)
            valid <= {(LATENCY+1){1'b0}};
        else if (enable)
            valid <= {valid[LATENCY-1:0], take};

    always @(posedge aclk)
        if (enable)
            last <= {last[LATENCY-1:0], gate_last || up_last};

    archsim_skid #(.WIDTH(X_WIDTH + 1)) gate_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_gate_tlast, s_axis_gate_tdata[X_WIDTH-1:0]}), .s_valid(s_axis_gate_tvalid), .s_ready(s_axis_gate_tready),
        .m_data({gate_last, gate}), .m_valid(gate_valid), .m_ready(enable && up_valid)
    );
    archsim_skid #(.WIDTH(U_WIDTH + 1)) up_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_up_tlast, s_axis_up_tdata[U_WIDTH-1:0]}), .s_valid(s_axis_up_tvalid), .s_ready(s_axis_up_tready),
        .m_data({up_last, up}), .m_valid(up_valid), .m_ready(enable && gate_valid)
    );
    archsim_delay #(.WIDTH(U_WIDTH), .STAGES(LATENCY)) up_line (.aclk(aclk), .enable(enable), .d(up), .q(up_later));
    archsim_skid #(.WIDTH(Y_WIDTH + 1)) y_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({last[LATENCY], result}), .s_valid(valid[LATENCY]), .s_ready(enable),
        .m_data({m_axis_y_tlast, y}), .m_valid(m_axis_y_tvalid), .m_ready(m_axis_y_tready)
    );

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : lanes
            wire signed [S_BITS-1:0]  silu;
            wire signed [UP_BITS-1:0] factor = up_later[lane*UP_BITS +: UP_BITS];
            reg  signed [P_BITS-1:0]  product;
            wire signed [WIDE-1:0]    extended  = {{(WIDE-P_BITS){product[P_BITS-1]}}, product};
            wire signed [WIDE-1:0]    shifted   = extended >>> SHIFT;
            wire        [WIDE-1:0]    rounded   = shifted + {{(WIDE-1){1'b0}}, extended[SHIFT-1]};
            wire                      too_large = rounded[WIDE-1:Y_BITS-1] != {(WIDE-Y_BITS+1){rounded[WIDE-1]}};

            silu_lane unit (.aclk(aclk), .enable(enable), .x(gate[lane*X_BITS +: X_BITS]), .y(silu));

            always @(posedge aclk)
                if (enable)
                    product <= silu * factor;

            assign result[lane*Y_BITS +: Y_BITS] = too_large ? {rounded[WIDE-1], {(Y_BITS-1){!rounded[WIDE-1]}}} : rounded[Y_BITS-1:0];
        end

        if (Y_BEAT > Y_WIDTH) begin : padded
            assign m_axis_y_tdata = {{(Y_BEAT-Y_WIDTH){1'b0}}, y};
        end else begin : whole
            assign m_axis_y_tdata = y;
        end
    endgenerate

    wire unused_bits = &{1'b0, s_axis_gate_tdata, s_axis_up_tdata};

endmodule
