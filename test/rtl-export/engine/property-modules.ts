/** Verilog that asserts what must hold of modules of an engine, cycle for cycle, from a reset on. */
export const propertyModules = {
  // A response for each write and each read, none before them, none withdrawn or changed; a register keeps what was written last.
  'register_rules.v': `
module register_rules (
    input aclk, input [2:0] awaddr, input awvalid, input [31:0] wdata, input wvalid, input bready, input [2:0] araddr, input arvalid, input rready);
    reg started = 0;
    wire awready, wready, bvalid, arready, rvalid;
    wire [1:0] bresp, rresp;
    wire [31:0] rdata;
    wire [63:0] values;
    wire [1:0] written;
    archsim_engine_registers #(.WORDS(2), .ADDRESS_BITS(3)) dut (
        .aclk(aclk), .aresetn(started), .s_axi_awaddr(awaddr), .s_axi_awvalid(awvalid), .s_axi_awready(awready),
        .s_axi_wdata(wdata), .s_axi_wstrb(4'b1111), .s_axi_wvalid(wvalid), .s_axi_wready(wready), .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
        .s_axi_araddr(araddr), .s_axi_arvalid(arvalid), .s_axi_arready(arready), .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
        .writable(2'b01), .readable(64'h0123456789abcdef), .values(values), .written(written));
    reg [2:0] addresses = 0, words = 0, reads = 0;
    reg waits_b = 0, waits_r = 0, place = 0, from = 0;
    reg [1:0] held_b = 0;
    reg [33:0] held_r = 0;
    reg [31:0] data = 0, kept = 0;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            addresses <= addresses + (awvalid && awready) - (bvalid && bready);
            words <= words + (wvalid && wready) - (bvalid && bready);
            reads <= reads + (arvalid && arready) - (rvalid && rready);
            waits_b <= bvalid && !bready;
            waits_r <= rvalid && !rready;
            held_b <= bresp;
            held_r <= {rdata, rresp};
            if (awvalid && awready) place <= awaddr[2];
            if (wvalid && wready) data <= wdata;
            if (arvalid && arready) from <= araddr[2];
            if (addresses != 0 && words != 0 && !bvalid && !place) kept <= data;
            assert (!bvalid || (addresses != 0 && words != 0));
            assert (!rvalid || reads != 0);
            assert (addresses <= 2 && words <= 2 && reads <= 1);
            assert (!waits_b || (bvalid && bresp == held_b));
            assert (!waits_r || (rvalid && {rdata, rresp} == held_r));
            assert (!rvalid || (rresp == 0 && rdata == (from ? 32'h01234567 : 32'h89abcdef)));
            assert (values[63:32] == 0 && !written[1]);
            assert (values[31:0] == kept);
        end
    end
endmodule
`,
  // What comes out is what went in, in order, nothing is lost, and no more than DEPTH + 1 wait.
  'queue_order.v': `
module queue_order #(parameter DEPTH = 2) (input aclk, input s_valid, input m_ready);
    reg started = 0;
    reg [2:0] in = 0, out = 0;
    reg [2:0] waiting = 0;
    reg held = 0;
    wire s_ready, m_valid;
    wire [2:0] m_data;
    archsim_engine_fifo #(.WIDTH(3), .DEPTH(DEPTH), .STYLE(0)) dut (
        .aclk(aclk), .aresetn(started), .s_data(in), .s_valid(s_valid), .s_ready(s_ready), .m_data(m_data), .m_valid(m_valid), .m_ready(m_ready));
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (s_valid && s_ready) in <= in + 1'b1;
            if (m_valid && m_ready) out <= out + 1'b1;
            waiting <= waiting + (s_valid && s_ready) - (m_valid && m_ready);
            held <= m_valid && !m_ready;
            assert (!m_valid || (m_data == out && waiting != 0));
            assert (waiting <= DEPTH + 1);
            assert (!held || m_valid);
        end
    end
endmodule
`,
  // Each weight is that of its code, in order, whatever waits: unsigned codes less a zero point, times a multiplier, saturated.
  'code_order.v': `
module code_order #(parameter CODE_BITS = 3, parameter KIND = 1, parameter SCALED = 1, parameter WEIGHT_BITS = 4) (
    input aclk, input [CODE_BITS-1:0] code, input s_valid, input m_ready, input [CODE_BITS-1:0] zero, input [7:0] multiplier, input g_valid, input [1:0] last_group);
    reg [1:0] phase = 0;
    reg [1:0] last;
    reg [1:0] beat = 0;
    reg [2:0] waiting = 0;
    reg [WEIGHT_BITS-1:0] q0, q1, q2, q3;
    reg held = 0;
    wire s_ready, m_valid, g_ready;
    wire [WEIGHT_BITS-1:0] m_data;
    archsim_engine_dequantize #(.LANES(1), .COLUMNS(1), .CODE_BITS(CODE_BITS), .WEIGHT_BITS(WEIGHT_BITS), .KIND(KIND), .SCALED(SCALED)) dut (
        .aclk(aclk), .aresetn(phase != 0), .start(phase == 1), .wide(1'b0), .last_tile(16'd0), .last_repeat(16'd0), .last_beat(16'd9), .last_group_beat({14'd0, last}),
        .entries(256'd0), .g_zero_points(zero), .g_multipliers(multiplier), .g_valid(g_valid), .g_ready(g_ready),
        .s_data(code), .s_valid(s_valid), .s_ready(s_ready), .m_data(m_data), .m_valid(m_valid), .m_ready(m_ready));
    wire signed [15:0] number = KIND == 1 ? {1'b0, code} - {1'b0, zero} : {{(16-CODE_BITS){code[CODE_BITS-1]}}, code};
    wire signed [15:0] scaled = SCALED != 0 ? number * $signed({1'b0, multiplier}) : number;
    localparam signed [15:0] MOST = (1 << (WEIGHT_BITS - 1)) - 1;
    wire signed [15:0] weight = scaled > MOST ? MOST : scaled < -MOST - 1 ? -MOST - 1 : scaled;
    wire take = s_valid && s_ready;
    wire give = m_valid && m_ready;
    always @(posedge aclk) begin
        if (phase == 0) last <= last_group;
        if (phase != 2) phase <= phase + 1'b1;
        if (phase == 2) begin
            waiting <= waiting + take - give;
            if (give) begin q0 <= q1; q1 <= q2; q2 <= q3; end
            if (take) begin
                if (waiting - give == 0) q0 <= weight[WEIGHT_BITS-1:0];
                if (waiting - give == 1) q1 <= weight[WEIGHT_BITS-1:0];
                if (waiting - give == 2) q2 <= weight[WEIGHT_BITS-1:0];
                if (waiting - give == 3) q3 <= weight[WEIGHT_BITS-1:0];
                beat <= g_ready ? 0 : beat + 1'b1;
            end
            held <= m_valid && !m_ready;
            assert (!m_valid || (waiting != 0 && m_data == q0));
            assert (waiting <= (SCALED != 0 ? 3 : 1));
            assert (!held || m_valid);
            assert (!take || g_valid);
            assert (g_ready == (take && beat == last));
        end
    end
endmodule
`,
  // As many steps as outer x middle x inner, and the ends where they belong.
  'count_steps.v': `
module count_steps (input aclk, input step, input [1:0] last_outer, input [1:0] last_middle, input [1:0] last_inner);
    reg [1:0] phase = 0;
    reg [6:0] steps = 0;
    reg [1:0] o, m, i;
    wire running, ends_inner, ends_middle, ends_outer;
    wire [1:0] inner;
    wire go = running && step && phase == 2;
    archsim_engine_count #(.BITS(2)) dut (
        .aclk(aclk), .aresetn(phase != 0), .start(phase == 1), .step(go), .last_outer(o), .last_middle(m), .last_inner(i),
        .running(running), .inner(inner), .ends_inner(ends_inner), .ends_middle(ends_middle), .ends_outer(ends_outer));
    wire [6:0] all = (o + 7'd1) * (m + 7'd1) * (i + 7'd1);
    always @(posedge aclk) begin
        if (phase == 0) begin
            o <= last_outer;
            m <= last_middle;
            i <= last_inner;
        end
        if (phase != 2) phase <= phase + 1'b1;
        if (go) steps <= steps + 1'b1;
        if (phase == 2) begin
            assert (running == (steps < all));
            assert (!running || ends_outer == (steps + 7'd1 == all));
            assert (!running || {5'd0, inner} == steps % (i + 7'd1));
        end
    end
endmodule
`,
} as const;
