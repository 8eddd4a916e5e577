/** The top module of an engine, with placeholders for what depends on it (`engine-top.ts` fills them). */
export const engineTopTemplate = `// A matrix engine around the core @CORE@, made by archsim.
//
@SUMMARY@
//
// AXI4-Lite registers start a job and say what it is; activations, weights and elements come in on AXI4-Stream, results leave on it, row by row.
//
//   s_axis_act  beats of the core, those of a tile of tokens once          s_axis_wgt  @WGT_NOTE@ for each tile of features, for each tile of tokens
@FURTHER_NOTE@
//   s_axis_elt  signed bytes, one for each result                          m_axis_out  a result a beat, signed; tlast goes with the last one of the job
//
// tlast of the inputs is not looked at: the registers say how many beats a job has. Clock aclk, rising edge; reset aresetn, synchronous, active low.
module @NAME@ (
    (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK" *)
    (* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME aclk, ASSOCIATED_BUSIF s_axi:s_axis_act:s_axis_wgt:s_axis_elt:m_axis_out@READER_BUS@@FURTHER_BUS@, ASSOCIATED_RESET aresetn" *)
    input  wire aclk,

    (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST" *)
    (* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME aresetn, POLARITY ACTIVE_LOW" *)
    input  wire aresetn,

    // Registers
    input  wire [@ADDRESS_HIGH@:0] s_axi_awaddr,
    input  wire        s_axi_awvalid,
    output wire        s_axi_awready,
    input  wire [31:0] s_axi_wdata,
    input  wire [3:0]  s_axi_wstrb,
    input  wire        s_axi_wvalid,
    output wire        s_axi_wready,
    output wire [1:0]  s_axi_bresp,
    output wire        s_axi_bvalid,
    input  wire        s_axi_bready,
    input  wire [@ADDRESS_HIGH@:0] s_axi_araddr,
    input  wire        s_axi_arvalid,
    output wire        s_axi_arready,
    output wire [31:0] s_axi_rdata,
    output wire [1:0]  s_axi_rresp,
    output wire        s_axi_rvalid,
    input  wire        s_axi_rready,
    output wire        irq,

    @READER_PORTS@
    // Data
    /* verilator lint_off UNUSEDSIGNAL */           // padding
    input  wire [@ACT_HIGH@:0] s_axis_act_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire s_axis_act_tvalid,
    output wire s_axis_act_tready,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire [@WGT_HIGH@:0] s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire s_axis_wgt_tvalid,
    output wire s_axis_wgt_tready,
    @FURTHER_PORTS@
    input  wire [7:0] s_axis_elt_tdata,
    input  wire s_axis_elt_tvalid,
    output wire s_axis_elt_tready,
    output wire [@ELEMENT_HIGH@:0] m_axis_out_tdata,
    output wire m_axis_out_tvalid,
    input  wire m_axis_out_tready,
    output wire m_axis_out_tlast
);

    // Places of the registers among them

    @REGISTERS@

    localparam WORDS = @WORDS@;

    wire [32*WORDS-1:0] readable;
    wire [WORDS-1:0]    writable;
    /* verilator lint_off UNUSEDSIGNAL */           // bits that no field has
    wire [32*WORDS-1:0] values;
    wire [WORDS-1:0]    written;
    /* verilator lint_on UNUSEDSIGNAL */

    archsim_engine_registers #(.WORDS(WORDS), .ADDRESS_BITS(@ADDRESS_BITS@)) registers (
        .aclk(aclk), .aresetn(aresetn),
        .s_axi_awaddr(s_axi_awaddr), .s_axi_awvalid(s_axi_awvalid), .s_axi_awready(s_axi_awready),
        .s_axi_wdata(s_axi_wdata), .s_axi_wstrb(s_axi_wstrb), .s_axi_wvalid(s_axi_wvalid), .s_axi_wready(s_axi_wready),
        .s_axi_bresp(s_axi_bresp), .s_axi_bvalid(s_axi_bvalid), .s_axi_bready(s_axi_bready),
        .s_axi_araddr(s_axi_araddr), .s_axi_arvalid(s_axi_arvalid), .s_axi_arready(s_axi_arready),
        .s_axi_rdata(s_axi_rdata), .s_axi_rresp(s_axi_rresp), .s_axi_rvalid(s_axi_rvalid), .s_axi_rready(s_axi_rready),
        .writable(writable), .readable(readable), .values(values), .written(written)
    );

    wire        busy;
    wire        done;
    wire        failed;
    wire        read_failed;
    wire [31:0] cycles;
    wire [31:0] waits_for_weights;
    wire [31:0] waits_for_activations;
    wire [31:0] waits_for_output;

    assign irq = values[32*INTERRUPT] && (done || failed);

    @WRITABLE@

    @READABLE@

    // The job

    wire        start;
    wire        start_product;
    wire        start_reader;
    wire [15:0] last_m_tile;
    wire [15:0] last_n_tile;
    wire [15:0] last_act_beat;
    wire [15:0] last_wgt_beat;
    wire [15:0] last_further_beat;
    wire [15:0] last_group_beat;
    wire [15:0] last_out_beat;
    wire [15:0] last_token;
    wire [15:0] last_feature;
    wire        raw     = values[32*MODE + @RAW@];
    wire [1:0]  combine = values[32*MODE + @COMBINE@ +: 2];
    wire [1:0]  vector  = values[32*MODE + @VECTOR@ +: 2];
    wire        wide    = values[32*MODE + @WIDE@];

    wire [@ACT_HIGH@:0] act_tdata;
    wire [@ACT_BITS@-1:0] act_fields;               // a beat without its padding
    wire act_tlast;
    wire act_tvalid;
    wire act_tready;
    wire [@CORE_WGT_HIGH@:0] wgt_tdata;
    wire [@CORE_WGT_BITS@-1:0] wgt_fields;
    wire [@WGT_BITS@-1:0] queued_fields;
    /* verilator lint_off UNUSEDSIGNAL */
    wire [@WGT_HIGH@:0] came_tdata;
    /* verilator lint_on UNUSEDSIGNAL */
    wire came_tvalid;
    wire came_tready;
    wire queued_valid;
    wire queued_ready;
    wire weights_valid;
    wire weights_ready;
    wire wgt_tlast;
    wire wgt_tvalid;
    wire wgt_tready;
    wire wgt_open;
    /* verilator lint_off UNUSEDSIGNAL */           // padding, and the end of the run
    wire [@OUT_HIGH@:0] out_tdata;
    wire out_tlast;
    /* verilator lint_on UNUSEDSIGNAL */
    wire out_tvalid;
    wire out_tready;

    archsim_engine_job #(
        .ACT_DEPTH(@ACT_DEPTH@), .OUT_DEPTH(@OUT_DEPTH@), .SOFTMAX_LENGTH(@SOFTMAX_LENGTH@), .RMS_LENGTH(@RMS_LENGTH@), .WITH_SILU(@WITH_SILU@), .WITH_READER(@WITH_READER@),
        .WITH_FURTHER(@WITH_FURTHER@), .WITH_WIDE(@WITH_WIDE@), .WITH_GROUPS(@WITH_GROUPS@), .RAW_ONLY(@RAW_ONLY@)
    ) job (
        .aclk(aclk), .aresetn(aresetn), .request(written[CONTROL] && values[32*CONTROL + @START@]), .clear(written[CONTROL] && values[32*CONTROL + @CLEAR@]),
        .m_tiles(values[32*M_TILES +: 16]), .n_tiles(values[32*N_TILES +: 16]), .act_beats(values[32*ACT_BEATS +: 16]),
        .wgt_beats(values[32*WGT_BEATS +: 16]), .further_beats(values[32*FURTHER_BEATS +: 16]), .group_beats(values[32*GROUP_BEATS +: 16]), .out_beats(values[32*OUT_BEATS +: 16]),
        .tokens(values[32*TOKENS +: 16]), .features(values[32*FEATURES +: 16]),
        .raw(raw), .combine(combine), .vector(vector), .from_memory(values[32*MODE + @FROM_MEMORY@]), .wide(wide),
        .last_taken(m_axis_out_tvalid && m_axis_out_tready && m_axis_out_tlast),
        .core_waits_for_weights(wgt_open && wgt_tready && !wgt_tvalid),
        .core_waits_for_activations(wgt_open && act_tready && !act_tvalid),
        .core_waits_for_output(out_tvalid && !out_tready),
        .start(start), .start_product(start_product), .start_reader(start_reader), .busy(busy), .done(done), .failed(failed),
        .cycles(cycles), .waits_for_weights(waits_for_weights), .waits_for_activations(waits_for_activations), .waits_for_output(waits_for_output),
        .last_m_tile(last_m_tile), .last_n_tile(last_n_tile), .last_act_beat(last_act_beat), .last_wgt_beat(last_wgt_beat),
        .last_further_beat(last_further_beat), .last_group_beat(last_group_beat), .last_out_beat(last_out_beat), .last_token(last_token), .last_feature(last_feature)
    );

    // Operands, the core

    assign act_tdata = @ACT_PADDED@;
    assign wgt_tdata = @WGT_PADDED@;

    archsim_engine_replay #(.WIDTH(@ACT_BITS@), .DEPTH(@ACT_DEPTH@), .STYLE(@STYLE@)) activations (
        .aclk(aclk), .aresetn(aresetn), .start(start_product), .last_tile(last_m_tile), .last_repeat(last_n_tile), .last_beat(last_act_beat),
        .s_data(s_axis_act_tdata[@ACT_BITS@-1:0]), .s_valid(s_axis_act_tvalid), .s_ready(s_axis_act_tready),
        .m_data(act_fields), .m_last(act_tlast), .m_valid(act_tvalid), .m_ready(act_tready)
    );

    @READER@

    archsim_engine_fifo #(.WIDTH(@WGT_BITS@), .DEPTH(@WGT_DEPTH@), .STYLE(@STYLE@)) weights (
        .aclk(aclk), .aresetn(aresetn),
        .s_data(came_tdata[@WGT_BITS@-1:0]), .s_valid(came_tvalid), .s_ready(came_tready),
        .m_data(queued_fields), .m_valid(queued_valid), .m_ready(queued_ready)
    );

    @DEQUANTIZER@

    archsim_engine_gate weight_gate (
        .aclk(aclk), .aresetn(aresetn), .start(start_product), .last_tile(last_m_tile), .last_repeat(last_n_tile), .last_beat(last_wgt_beat),
        .counts(1'b1), .s_valid(weights_valid), .s_ready(weights_ready),
        .m_last(wgt_tlast), .m_valid(wgt_tvalid), .m_ready(wgt_tready), .open(wgt_open)
    );

    @FURTHER@

    @CORE@@PARAMETERS@ core (
        .aclk(aclk), .aresetn(aresetn),
        .s_axis_act_tdata(act_tdata), .s_axis_act_tvalid(act_tvalid), .s_axis_act_tready(act_tready), .s_axis_act_tlast(act_tlast),
        .s_axis_@WGT_NAME@_tdata(wgt_tdata), .s_axis_@WGT_NAME@_tvalid(wgt_tvalid), .s_axis_@WGT_NAME@_tready(wgt_tready), .s_axis_@WGT_NAME@_tlast(wgt_tlast),
        @FURTHER_CORE@
        .m_axis_out_tdata(out_tdata), .m_axis_out_tvalid(out_tvalid), .m_axis_out_tready(out_tready), .m_axis_out_tlast(out_tlast)
    );

    // Results

    wire [@LANES_HIGH@:0] out_lanes;              // those of a feature together
    wire        enable;
    wire [@SUM_HIGH@:0] sum;
    wire        sum_valid;
    wire [@ELEMENT_HIGH@:0] element;
    wire        element_valid;
    wire [@ELEMENT_HIGH@:0] waiting;
    wire        waiting_valid;
    wire        waiting_ready;

    @OUT_ORDER@

    archsim_engine_gather #(
        .LANE_BITS(@SUM_BITS@), .FEATURE_LANES(@FEATURE_LANES@), .TOKEN_LANES(@TOKEN_LANES@), .BEATS_ARE_TOKENS(@BEATS_ARE_TOKENS@),
        .DEPTH(@OUT_DEPTH@), .STYLE(@STYLE@)
    ) results (
        .aclk(aclk), .aresetn(aresetn), .start(start_product),
        .last_tile(last_m_tile), .last_repeat(last_n_tile), .last_beat(last_out_beat), .last_token(last_token), .last_feature(last_feature),
        .s_data(out_lanes), .s_valid(out_tvalid), .s_ready(out_tready),
        .enable(enable), .result(sum), .result_valid(sum_valid)
    );

    archsim_engine_requantize #(.X_BITS(@SUM_BITS@), .Y_BITS(@ELEMENT_BITS@)) requantizer (
        .aclk(aclk), .aresetn(aresetn), .enable(enable), .raw(raw), .multiplier(values[32*SCALE + @MULTIPLIER@ +: 16]), .shift(values[32*SCALE + @SHIFT@ +: 6]),
        .x(sum), .x_valid(sum_valid), .y(element), .y_valid(element_valid)
    );

    archsim_skid #(.WIDTH(@ELEMENT_BITS@)) element_buffer (
        .aclk(aclk), .aresetn(aresetn),
        .s_data(element), .s_valid(element_valid), .s_ready(enable),
        .m_data(waiting), .m_valid(waiting_valid), .m_ready(waiting_ready)
    );

    wire [7:0]  other;
    wire        other_valid;
    wire        other_ready;
    wire [@ELEMENT_HIGH@:0] combined;
    wire        combined_ends_row;
    wire        combined_ends_all;
    wire        combined_valid;
    wire        combined_ready;

    archsim_skid #(.WIDTH(8)) other_buffer (
        .aclk(aclk), .aresetn(aresetn),
        .s_data(s_axis_elt_tdata), .s_valid(s_axis_elt_tvalid), .s_ready(s_axis_elt_tready),
        .m_data(other), .m_valid(other_valid), .m_ready(other_ready)
    );

    archsim_engine_combine #(.BITS(@ELEMENT_BITS@)) combiner (
        .aclk(aclk), .aresetn(aresetn), .start(start), .op(combine), .shift(values[32*SCALE + @COMBINE_SHIFT@ +: 4]),
        .last_token(last_token), .last_feature(last_feature),
        .x(waiting), .x_valid(waiting_valid), .x_ready(waiting_ready), .e(other), .e_valid(other_valid), .e_ready(other_ready),
        .y(combined), .y_ends_row(combined_ends_row), .y_ends_all(combined_ends_all), .y_valid(combined_valid), .y_ready(combined_ready)
    );

    wire unused_end = &{1'b0, combined_ends_all};

    wire [7:0] unit_x;
    wire       unit_x_last;
    wire [3:1] unit_x_valid;
    wire [3:1] unit_x_ready;
    wire [7:0] softmax;
    wire [7:0] rms;
    wire [7:0] silu;
    wire [3:1] unit_y_last;
    wire [3:1] unit_y_valid;
    wire [3:1] unit_y_ready;

    archsim_engine_route #(.BITS(@ELEMENT_BITS@)) route (
        .aclk(aclk), .aresetn(aresetn), .start(start), .vector(vector), .last_token(last_token),
        .x(combined), .x_ends_row(combined_ends_row), .x_valid(combined_valid), .x_ready(combined_ready),
        .unit_x(unit_x), .unit_x_last(unit_x_last), .unit_x_valid(unit_x_valid), .unit_x_ready(unit_x_ready),
        .softmax(softmax), .rms(rms), .silu(silu), .unit_y_last(unit_y_last), .unit_y_valid(unit_y_valid), .unit_y_ready(unit_y_ready),
        .y(m_axis_out_tdata), .y_last(m_axis_out_tlast), .y_valid(m_axis_out_tvalid), .y_ready(m_axis_out_tready)
    );

    @UNITS@

    wire unused_unit = &{1'b0, unit_x, unit_x_last};

endmodule
`;
