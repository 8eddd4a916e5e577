// The test that comes with serial_dot: three vectors of four elements, 1 to 12 and their negatives, weights of one, an idle cycle after each
// vector, and a receiver that always takes. A state machine, so that any simulator runs it: `failed` is final when `done` is high.
module serial_dot_tb #(
    parameter FAULT = 0
) (
    input  wire aclk,
    output wire done,
    output wire failed
);

    localparam ELEMENTS = 4;

    reg [5:0]  cycle     = 6'd0;
    reg [2:0]  place     = 3'd0;   // ELEMENTS: the idle cycle
    reg [1:0]  vector    = 2'd0;
    reg [3:0]  element   = 4'd1;
    reg [1:0]  results   = 2'd0;
    reg        is_wrong  = 1'b0;

    wire        aresetn   = cycle > 6'd4;
    wire        valid     = aresetn && vector < 2'd3 && place < ELEMENTS;
    wire        ends      = place == ELEMENTS - 1;
    wire        act_ready;
    wire        wgt_ready;
    wire [15:0] out;
    wire        out_valid;
    wire        out_last;
    // In units of 2^21, of which the 64 * 32768 of weight and scale are one, a result is an eighth.
    wire [7:0]  activation = {1'b0, element, 3'b000};
    wire [31:0] weight     = {6'd0, ends, ends, 16'd32768, 8'd64};
    wire [7:0]  expected   = results == 2'd0 ? 8'd10 : results == 2'd1 ? 8'd26 : 8'd42;

    serial_dot #(.FAULT(FAULT)) dut (
        .aclk(aclk), .aresetn(aresetn),
        .s_axis_act_tdata({-activation, activation}), .s_axis_act_tvalid(valid), .s_axis_act_tready(act_ready), .s_axis_act_tlast(ends && vector == 2'd2),
        .s_axis_wgt_tdata(weight), .s_axis_wgt_tvalid(valid), .s_axis_wgt_tready(wgt_ready), .s_axis_wgt_tlast(ends && vector == 2'd2),
        .m_axis_out_tdata(out), .m_axis_out_tvalid(out_valid), .m_axis_out_tready(1'b1), .m_axis_out_tlast(out_last)
    );

    always @(posedge aclk) begin
        if (cycle != 6'd63)
            cycle <= cycle + 6'd1;
        if (aresetn && vector < 2'd3 && (!valid || (act_ready && wgt_ready))) begin
            place <= place == ELEMENTS ? 3'd0 : place + 3'd1;
            if (place == ELEMENTS)
                vector <= vector + 2'd1;
            else
                element <= element + 4'd1;
        end
        if (aresetn && out_valid) begin
            results <= results + 2'd1;
            if (out != {-expected, expected} || out_last != (results == 2'd2))
                is_wrong <= 1'b1;
        end
    end

    assign done   = cycle == 6'd63;
    assign failed = is_wrong || results != 2'd3;

endmodule
