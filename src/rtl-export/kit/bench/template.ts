/** The testbench, with placeholders for what depends on the design (`testbench.ts` fills them). */
export const testbenchTemplate = `// Self-checking testbench of @TOP@, Verilog-2001. Made by archsim @VERSION@.
//
//   It plays every run of every stream from sim/golden and compares every beat that comes out, in these phases:
//     a  runs one after the other, no gaps, always ready: cycles of every run are as modelled, exactly
//     b  runs back to back: the next run's inputs are offered before the last run's outputs are out
//     c  as b, with an idle cycle after every input beat
//     d  as b, with random stalls on all streams, then on the outputs only, PASSES times each
//     e  as b, but the last beat of every run is left on offer for 20 cycles
//     f  a reset in the middle of the first run, one in the middle of random stalls, and then a again
//   There is no reset between the phases a to e. In all phases no run takes fewer cycles than modelled, no beat changes or goes away before it
//   is taken, no bit of it is unknown, tlast is where it should be, and nothing follows in @QUIET@ cycles after the last beat.
//   Cycles of a run are rising edges of aclk: from the one that takes its first input beat to the one that takes its last output beat, both counted.
//
//   The last line is "ARCHSIM PASS vectors=<beats compared> cycles=<of the first run in phase a>" or "ARCHSIM FAIL <what>", which ends with $fatal.
//   Start it in the folder that holds sim:  iverilog -g2001 -Wall -s tb_@NAME@ -o @NAME@.vvp rtl/*.v sim/*.v && vvp @NAME@.vvp
//   Other random stalls: -Ptb_@NAME@.SEED=7 for iverilog, -GSEED=7 for verilator.
module tb_@NAME@;

    parameter SEED   = 1;            // of the random stalls
    parameter PASSES = 3;            // of each kind of random stalls

    localparam RUNS    = @RUNS@;
    localparam INPUTS  = @INPUTS@;
    localparam OUTPUTS = @OUTPUTS@;
    localparam LONGEST = @LONGEST@; // cycles of the longest run
    localparam VECTORS = @VECTORS@; // output beats of all runs
    localparam QUIET   = @QUIET@; // cycles in which nothing may follow

    localparam ONE_BY_ONE = 0, BACK_TO_BACK = 1, GAPS = 2, STALLS = 3, BACK_PRESSURE = 4, HOLD = 5, CUT = 6, CUT_STALLED = 7, RERUN = 8;
    localparam RESETTING = 0, REWINDING = 1, PLAYING = 2, LISTENING = 3;

    reg aclk    = 1'b0;
    reg aresetn = 1'b0;
    always #5 aclk = ~aclk;

    integer    phase;
    reg        rewind;
    reg [31:0] open_runs;            // runs whose inputs may be offered
    wire       exact    = phase == ONE_BY_ONE || phase == RERUN;
    wire [1:0] in_pace  = phase == GAPS ? 2'd1 : phase == STALLS || phase == CUT_STALLED ? 2'd2 : 2'd0;
    wire [1:0] out_pace = phase == HOLD ? 2'd3 : phase == STALLS || phase == BACK_PRESSURE || phase == CUT_STALLED ? 2'd2 : 2'd0;

    // One part a stream, in the order of the streams.
    wire [INPUTS-1:0]     in_take;
    wire [32*INPUTS-1:0]  in_run;
    wire [32*INPUTS-1:0]  in_left;
    wire [2*INPUTS-1:0]   in_fault;
    wire [OUTPUTS-1:0]    out_valid;
    wire [OUTPUTS-1:0]    out_take;
    wire [OUTPUTS-1:0]    out_ends;
    wire [OUTPUTS-1:0]    out_fault;
    wire [32*OUTPUTS-1:0] out_run;
    wire [32*OUTPUTS-1:0] out_left;

@STREAMS@

    @TOP@ dut (
        @CONNECTIONS@
    );

    function integer modelled_cycles(input integer run);
        case (run)
            @CYCLES@
            default: modelled_cycles = 0;
        endcase
    endfunction

    task write_run(input integer run);
        case (run)
            @LABELS@
            default: $write("run %0d", run);
        endcase
    endtask

    task write_input(input integer stream);
        case (stream)
            @INPUT_NAMES@
            default: $write("input %0d", stream);
        endcase
    endtask

    task write_output(input integer stream);
        case (stream)
            @OUTPUT_NAMES@
            default: $write("output %0d", stream);
        endcase
    endtask

    task write_output_fault(input integer stream);
        case (stream)
            @OUTPUT_FAULTS@
            default: $write("fault");
        endcase
    endtask

    task write_phase;
        case (phase)
            ONE_BY_ONE:    $write("phase a (runs one after the other): ");
            BACK_TO_BACK:  $write("phase b (runs back to back): ");
            GAPS:          $write("phase c (gaps on the inputs): ");
            STALLS:        $write("phase d (random stalls): ");
            BACK_PRESSURE: $write("phase d (random stalls of the outputs): ");
            HOLD:          $write("phase e (last beats left on offer): ");
            CUT:           $write("phase f (before a reset in the middle of a run): ");
            CUT_STALLED:   $write("phase f (after a reset in the middle of a run, random stalls): ");
            default:       $write("phase f (after a reset, runs one after the other): ");
        endcase
    endtask

    integer state, count, cycle, idle, pass, taken, vectors, first_cycles, measured, i, r;
    integer first [0:RUNS-1];        // the cycle of a run's first input beat
    reg     began [0:RUNS-1];
    integer ended [0:RUNS-1];        // outputs that gave the last beat of a run
    reg     over;
    reg     missing;

    task begin_failure;
        begin
            over = 1'b1;
            $write("ARCHSIM FAIL ");
            write_phase;
        end
    endtask

    task end_failure;
        begin
            $write("\\n");
            $fatal;
        end
    endtask

    task clear_runs;
        begin
            for (i = 0; i < RUNS; i = i + 1) begin
                began[i] = 1'b0;
                ended[i] = 0;
            end
            count     = 0;
            idle      = 0;
            taken     = 0;
            open_runs <= exact ? 1 : RUNS;
            state     = PLAYING;
        end
    endtask

    task judge_inputs;
        for (i = 0; i < INPUTS && !over; i = i + 1) begin
            if (in_fault[2*i +: 2] != 2'd0) begin
                begin_failure;
                write_input(i);
                if (in_fault[2*i +: 2] == 2'd1)
                    $write(": the beats were not read: start the simulation in the folder that holds sim");
                else
                    $write(": tready is unknown");
                end_failure;
            end else if (in_take[i]) begin
                idle = 0;
                r    = in_run[32*i +: 32];
                if (!began[r]) begin
                    began[r] = 1'b1;
                    first[r] = cycle;
                end
            end
        end
    endtask

    task judge_outputs;
        for (i = 0; i < OUTPUTS && !over; i = i + 1) begin
            r = out_run[32*i +: 32];
            if (r < RUNS && out_valid[i] && !began[r]) begin
                begin_failure;
                write_output(i);
                $write(": a beat came before any input of ");
                write_run(r);
                end_failure;
            end else if (out_fault[i]) begin
                begin_failure;
                write_output(i);
                if (r < RUNS) begin
                    $write(", ");
                    write_run(r);
                end
                $write(": ");
                write_output_fault(i);
                end_failure;
            end else if (out_take[i]) begin
                idle    = 0;
                taken   = taken + 1;
                vectors = vectors + 1;
                if (out_ends[i]) begin
                    ended[r] = ended[r] + 1;
                    if (ended[r] == OUTPUTS)
                        judge_run;
                end
            end
        end
    endtask

    // The run r gave its last beat.
    task judge_run;
        begin
            measured = cycle - first[r] + 1;
            if (phase == ONE_BY_ONE && r == 0)
                first_cycles = measured;
            if (exact ? measured != modelled_cycles(r) : measured < modelled_cycles(r)) begin
                begin_failure;
                write_run(r);
                $write(": %0d cycles, the model says %0d", measured, modelled_cycles(r));
                end_failure;
            end
            if (exact)
                open_runs <= r + 2;
        end
    endtask

    task judge_progress;
        begin
            missing = 1'b0;
            for (i = 0; i < OUTPUTS; i = i + 1)
                if (out_left[32*i +: 32] != 0)
                    missing = 1'b1;
            if (!missing) begin
                state = LISTENING;
                count = 0;
            end else if (idle > LONGEST + 1000) begin
                begin_failure;
                $write("no beat moved for %0d cycles; beats left:", idle);
                for (i = 0; i < INPUTS; i = i + 1) begin
                    $write(" ");
                    write_input(i);
                    $write(" %0d", in_left[32*i +: 32]);
                end
                for (i = 0; i < OUTPUTS; i = i + 1) begin
                    $write(" ");
                    write_output(i);
                    $write(" %0d", out_left[32*i +: 32]);
                end
                end_failure;
            end
        end
    endtask

    // All beats came out and nothing followed.
    task end_phase;
        begin
            for (i = 0; i < INPUTS && !over; i = i + 1)
                if (in_left[32*i +: 32] != 0) begin
                    begin_failure;
                    write_input(i);
                    $write(": %0d beats were not taken", in_left[32*i +: 32]);
                    end_failure;
                end
            if (!over && phase == RERUN) begin
                over = 1'b1;
                $display("ARCHSIM PASS vectors=%0d cycles=%0d", vectors, first_cycles);
                $finish(0);
            end
            if ((phase == STALLS || phase == BACK_PRESSURE) && pass < PASSES)
                pass = pass + 1;
            else begin
                pass  = 1;
                phase <= phase + 1;
            end
            rewind <= 1'b1;
            state  = REWINDING;
        end
    endtask

    initial begin
        phase        = ONE_BY_ONE;
        pass         = 1;
        state        = RESETTING;
        count        = 0;
        cycle        = 0;
        idle         = 0;
        taken        = 0;
        vectors      = 0;
        first_cycles = 0;
        over         = 1'b0;
        rewind       = 1'b0;
        open_runs    = 0;
    end

    always @(posedge aclk) if (!over) begin
        cycle = cycle + 1;
        count = count + 1;
        idle  = idle + 1;
        if (state == RESETTING) begin
            for (i = 0; i < OUTPUTS && !over; i = i + 1)
                if (out_fault[i]) begin
                    begin_failure;
                    write_output(i);
                    $write(": ");
                    write_output_fault(i);
                    end_failure;
                end
            if (count == 8) begin
                aresetn <= 1'b1;
                clear_runs;
            end
        end else if (state == REWINDING) begin
            rewind <= 1'b0;
            clear_runs;
        end else begin
            judge_inputs;
            judge_outputs;
            if (!over && state == PLAYING) begin
                if (phase == CUT && count > 2 + modelled_cycles(0) / 2 || phase == CUT_STALLED && taken >= (VECTORS + 1) / 2) begin
                    aresetn <= 1'b0;
                    phase   <= phase + 1;
                    count   = 0;
                    state   = RESETTING;
                end else
                    judge_progress;
            end else if (!over && count == QUIET)
                end_phase;
        end
    end

endmodule
`;
