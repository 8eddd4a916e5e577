/** The testbench of an engine, with placeholders for what depends on it and its jobs (`engine-bench.ts` fills them). */
export const engineBenchTemplate = `// Self-checking testbench of the engine @TOP@, Verilog-2001. Made by archsim.
//
//   A processor does what @FOLDER@/program.hex says: it writes registers, starts jobs, waits for them and reads counters. The streams play and take what is
//   in the other files of that folder, in these phases:
//     a  nothing waits: the cycles of every job are as modelled, where they are
//     b  random stalls on all streams and on all channels of AXI4-Lite, PASSES times
//     c  a reset in the middle of the program, and then a again
//   Judged at every edge: each result, its place and tlast; that nothing valid is withdrawn, changed or unknown; a response for each write and each read, and
//   no other; that nothing is valid in reset. Between two edges all inputs are turned over and back: no output may follow, so that there is no path
//   from an input to an output, and no loop through ready.
//
//   The last line is "ARCHSIM PASS vectors=<results compared> cycles=<of the first job in phase a>" or "ARCHSIM FAIL <what>".
module tb_@TOP@;

    parameter SEED   = 1;            // of the random stalls
    parameter PASSES = 1;            // of random stalls; 0: stalls in phase c alone, and only the first job after its reset
    parameter STEADY_ONLY = 0;       // 1: phase a alone

    localparam VECTORS  = @VECTORS@;
    localparam QUIET    = 50;        // cycles in which nothing may follow
    localparam CUT_AT   = @CUT@;    // cycles before the reset
    localparam FIRST    = @FIRST@;    // line of the program behind the first job
    localparam PATIENCE = @PATIENCE@;

    localparam STEADY = 0, STALLS = 1, CUT = 2, RERUN = 3;
    localparam RESETTING = 0, REWINDING = 1, PLAYING = 2, LISTENING = 3;

    reg aclk    = 1'b0;
    reg aresetn = 1'b0;
    always #5 aclk = ~aclk;

    integer    phase;
    integer    pass;
    integer    state;
    integer    count;
    integer    vectors;
    reg        over;
    reg        rewind;
    reg        flip;                 // turns all inputs over
    wire       stalls = phase == STALLS || phase == CUT;
    wire [1:0] pace   = stalls ? 2'd2 : 2'd0;

    // Registers

    wire [@ADDRESS_HIGH@:0] awaddr;
    wire        awvalid;
    wire        awready;
    wire [31:0] wdata;
    wire [3:0]  wstrb;
    wire        wvalid;
    wire        wready;
    wire [1:0]  bresp;
    wire        bvalid;
    wire        bready;
    wire [@ADDRESS_HIGH@:0] araddr;
    wire        arvalid;
    wire        arready;
    wire [31:0] rdata;
    wire [1:0]  rresp;
    wire        rvalid;
    wire        rready;
    wire        irq;
    wire        program_ended;
    wire [31:0] line;
    wire [31:0] measured;
    wire        host_fault;
    wire        rules_fault;

    archsim_axi_lite_host #(
        .LINES(@LINES@), .FILE("@FOLDER@/program.hex"), .ADDRESS_BITS(@ADDRESS_BITS@), .SEED(64 * SEED + 40), .PATIENCE(PATIENCE)
    ) host (
        .aclk(aclk), .aresetn(aresetn), .rewind(rewind), .stalls(stalls),
        .awaddr(awaddr), .awvalid(awvalid), .awready(awready), .wdata(wdata), .wstrb(wstrb), .wvalid(wvalid), .wready(wready),
        .bresp(bresp), .bvalid(bvalid), .bready(bready), .araddr(araddr), .arvalid(arvalid), .arready(arready),
        .rdata(rdata), .rresp(rresp), .rvalid(rvalid), .rready(rready),
        .ended(program_ended), .line(line), .measured(measured), .fault(host_fault)
    );

    archsim_axi_lite_rules rules (
        .aclk(aclk), .aresetn(aresetn), .awvalid(awvalid), .awready(awready), .wvalid(wvalid), .wready(wready), .bresp(bresp), .bvalid(bvalid), .bready(bready),
        .arvalid(arvalid), .arready(arready), .rdata(rdata), .rresp(rresp), .rvalid(rvalid), .rready(rready), .fault(rules_fault)
    );

    // Streams

@STREAMS@

    @MEMORY@

    @TOP@ dut (
        .aclk(aclk), .aresetn(aresetn),
        .s_axi_awaddr(awaddr ^ {@ADDRESS_BITS@{flip}}), .s_axi_awvalid(awvalid ^ flip), .s_axi_awready(awready),
        .s_axi_wdata(wdata ^ {32{flip}}), .s_axi_wstrb(wstrb ^ {4{flip}}), .s_axi_wvalid(wvalid ^ flip), .s_axi_wready(wready),
        .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready ^ flip),
        .s_axi_araddr(araddr ^ {@ADDRESS_BITS@{flip}}), .s_axi_arvalid(arvalid ^ flip), .s_axi_arready(arready),
        .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready ^ flip), .irq(irq),
        @MEMORY_CONNECTIONS@
        .s_axis_act_tdata(act_tdata ^ {@ACT_BITS@{flip}}), .s_axis_act_tvalid(act_tvalid ^ flip), .s_axis_act_tready(act_tready),
        .s_axis_wgt_tdata(wgt_tdata ^ {@WGT_BITS@{flip}}), .s_axis_wgt_tvalid(wgt_tvalid ^ flip), .s_axis_wgt_tready(wgt_tready),
        @FURTHER@
        .s_axis_elt_tdata(elt_tdata ^ {8{flip}}), .s_axis_elt_tvalid(elt_tvalid ^ flip), .s_axis_elt_tready(elt_tready),
        .m_axis_out_tdata(out_tdata), .m_axis_out_tvalid(out_tvalid), .m_axis_out_tready(out_tready ^ flip), .m_axis_out_tlast(out_tlast)
    );

    wire        nothing_left = act_left == 0 && wgt_left == 0@FURTHER_NONE@ && elt_left == 0 && out_left == 0;
    wire [@OUTPUTS_HIGH@:0] outputs = {irq, awready, wready, bresp, bvalid, arready, rdata, rresp, rvalid, act_tready, wgt_tready, elt_tready, out_tdata, out_tlast, out_tvalid@MEMORY_OUTPUTS@@FURTHER_OUTPUT@};
    reg  [@OUTPUTS_HIGH@:0] before;

    task begin_failure;
        begin
            over = 1'b1;
            $write("ARCHSIM FAIL phase %0d, cycle %0d, line %0d of the program: ", phase, count, line + 1);
        end
    endtask

    task end_failure;
        begin
            $display("");
            $finish(0);
        end
    endtask

    // Every input is turned over between two edges, and no output may notice.
    always @(negedge aclk) if (aresetn && !over) begin
        before = outputs;
        flip   = 1'b1;
        #1;
        if (outputs !== before && !over) begin
            begin_failure;
            $write("an output follows an input without an edge: %h was %h", outputs, before);
            end_failure;
        end
        flip = 1'b0;
    end

    initial begin
        phase   = STEADY;
        pass    = 1;
        state   = RESETTING;
        count   = 0;
        vectors = 0;
        over    = 1'b0;
        rewind  = 1'b0;
        flip    = 1'b0;
    end

    always @(posedge aclk) if (!over) begin
        count = count + 1;
        if (out_take)
            vectors = vectors + 1;
        if (rules_fault) begin
            begin_failure;
            $write("AXI4-Lite: ");
            rules.report;
            end_failure;
        end else if (memory_fault) begin
            begin_failure;
            $write("AXI4: ");
            report_memory;
            end_failure;
        end else if (out_fault) begin
            begin_failure;
            $write("m_axis_out: ");
            sink_out.report;
            end_failure;
        end else if (act_fault != 0 || wgt_fault != 0 || elt_fault != 0@FURTHER_FAULT@) begin
            begin_failure;
            $write("a tready is unknown, or a file was not read");
            end_failure;
        end else if (host_fault) begin
            begin_failure;
            host.report;
            end_failure;
        end else if (state == RESETTING) begin
            if (count == 8) begin
                aresetn <= 1'b1;
                state   = PLAYING;
                count   = 0;
            end
        end else if (state == REWINDING) begin
            rewind <= 1'b0;
            state  = PLAYING;
            count  = 0;
        end else if (state == PLAYING) begin
            if (phase == CUT && count == CUT_AT) begin
                aresetn <= 1'b0;
                phase   <= RERUN;
                state   = RESETTING;
                count   = 0;
            end else if (phase == RERUN && PASSES == 0 && line >= FIRST) begin
                over = 1'b1;
                $display("ARCHSIM PASS vectors=%0d cycles=%0d", vectors, measured);
                $finish(0);
            end else if (program_ended && nothing_left) begin
                state = LISTENING;
                count = 0;
            end else if (program_ended && count > CUT_AT + PATIENCE) begin
                begin_failure;
                $write("the program ended, and beats are left: act %0d, wgt %0d, elt %0d, out %0d", act_left, wgt_left, elt_left, out_left);
                end_failure;
            end
        end else if (count == QUIET) begin
            if (phase == RERUN || STEADY_ONLY != 0) begin
                over = 1'b1;
                $display("ARCHSIM PASS vectors=%0d cycles=%0d", vectors, measured);
                $finish(0);
            end else if (phase == STALLS && pass < PASSES)
                pass = pass + 1;
            else
                phase <= phase == STEADY && PASSES == 0 ? CUT : phase + 1;
            rewind <= 1'b1;
            state  = REWINDING;
        end
    end

endmodule
`;
