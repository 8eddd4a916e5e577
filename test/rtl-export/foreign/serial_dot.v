// Dot products of two INT8 vectors with one vector of weights, an element a cycle, as somebody else might build the tile of one multiplier:
// one enable for all, no skid buffers, a result that waits WAIT cycles to be as late as that tile.
//
//   out[t] = saturate8(round(2^-SHIFT * sum over scale groups of scale * sum over the group of act[t] * weight)), ties to the even number
module serial_dot #(
    parameter FAULT = 0,         // 0: none; what the others do wrong stands where FAULT is read
    parameter SHIFT = 24,        // 2 to 40
    parameter WAIT  = 13         // cycles from a sum to its result, 2 or more
) (
    input  wire        aclk,
    input  wire        aresetn,
    input  wire [15:0] s_axis_act_tdata,
    input  wire        s_axis_act_tvalid,
    output wire        s_axis_act_tready,
    input  wire        s_axis_act_tlast,
    input  wire [31:0] s_axis_wgt_tdata,
    input  wire        s_axis_wgt_tvalid,
    output wire        s_axis_wgt_tready,
    input  wire        s_axis_wgt_tlast,
    output wire [15:0] m_axis_out_tdata,
    output wire        m_axis_out_tvalid,
    input  wire        m_axis_out_tready,
    output wire        m_axis_out_tlast
);

    wire unused_padding = &{1'b0, s_axis_wgt_tdata[31:26]};

    wire go   = !m_axis_out_tvalid || m_axis_out_tready;
    wire take = go && s_axis_act_tvalid && s_axis_wgt_tvalid;

    assign s_axis_act_tready = take;
    assign s_axis_wgt_tready = take;

    wire ends_run    = s_axis_act_tlast || s_axis_wgt_tlast;
    wire ends_vector = ends_run || s_axis_wgt_tdata[25];
    wire ends_group  = ends_vector || s_axis_wgt_tdata[24];

    // Fault 1: the cycle after a vector is for clearing the sums, and the element that comes then is lost.
    // Fault 2: it is for clearing the sums too, and an element that comes then is added to the old ones.
    reg  clear;
    wire is_late = FAULT == 1 || FAULT == 2;
    wire is_lost = FAULT == 1 && clear && take;
    // Fault 4: the sums of a run stay for the next, since its last vector does not clear them.
    wire is_left = FAULT == 4 && ends_run;

    always @(posedge aclk)
        if (!aresetn)
            clear <= 1'b0;
        else if (go)
            clear <= is_late && take && !is_lost && ends_vector;

    reg [WAIT-2:0]      valids;
    reg [WAIT-2:0]      lasts;
    reg [16*WAIT-17:0]  results;
    reg                 out_valid;
    reg                 out_last;
    reg [15:0]          out;
    reg                 has_waited;
    reg                 sum_valid;
    reg                 sum_last;
    wire [15:0]         rounded;

    genvar t;
    generate
        for (t = 0; t < 2; t = t + 1) begin : token
            reg  signed [26:0] group;
            reg  signed [47:0] total;
            reg  signed [47:0] sum;
            wire signed [7:0]  activation = s_axis_act_tdata[8*t +: 8];
            wire signed [7:0]  weight     = s_axis_wgt_tdata[7:0];
            wire signed [16:0] scale      = {1'b0, s_axis_wgt_tdata[23:8]};
            wire signed [26:0] group_next = group + activation * weight;
            wire signed [47:0] total_next = ends_group ? total + group_next * scale : total;

            always @(posedge aclk)
                if (!aresetn) begin
                    group <= 27'sd0;
                    total <= 48'sd0;
                end else if (take && !is_lost) begin
                    group <= ends_group ? 27'sd0 : group_next;
                    total <= ends_vector && !is_late && !is_left ? 48'sd0 : total_next;
                end else if (go && clear)
                    total <= 48'sd0;

            always @(posedge aclk)
                if (take)
                    sum <= total_next;

            wire signed [47:0] floor = sum >>> SHIFT;
            wire signed [47:0] nearest = sum[SHIFT-1] && (floor[0] || sum[SHIFT-2:0] != {(SHIFT-1){1'b0}}) ? floor + 48'sd1 : floor;

            assign rounded[8*t +: 8] = nearest > 48'sd127 ? 8'h7f : nearest < -48'sd128 ? 8'h80 : nearest[7:0];
        end
    endgenerate

    always @(posedge aclk)
        if (!aresetn) begin
            sum_valid  <= 1'b0;
            valids     <= {(WAIT-1){1'b0}};
            out_valid  <= 1'b0;
            has_waited <= 1'b0;
        end else if (go) begin
            sum_valid  <= take && !is_lost && ends_vector;
            valids     <= {valids[WAIT-3:0], sum_valid};
            out_valid  <= valids[WAIT-2];
            has_waited <= 1'b0;
        end else
            has_waited <= 1'b1;

    always @(posedge aclk)
        if (go) begin
            sum_last <= ends_run;
            lasts    <= {lasts[WAIT-3:0], sum_last};
            results  <= {results[16*WAIT-33:0], rounded};
            out_last <= lasts[WAIT-2];
            out      <= results[16*WAIT-17 -: 16];
        end else if (FAULT == 3 && !has_waited)
            // Fault 3: a result is right in its first cycle, and something is added to it if nobody takes it then.
            out <= out + 16'h0101;

    assign m_axis_out_tdata  = out;
    assign m_axis_out_tvalid = out_valid;
    assign m_axis_out_tlast  = out_last;

endmodule
