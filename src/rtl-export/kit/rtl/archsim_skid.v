// Elastic buffer of two entries between a sender and a receiver that both use valid and ready: m = s, one cycle later.
//
//   A beat taken at edge t is offered from edge t on and can be taken at edge t + 1, so the latency is one cycle, and a beat can pass in
//   every cycle. `s_ready`, `m_valid` and `m_data` come from registers: there is no path from an input of one side to an output of the other.
//   When the receiver stops, the beat that is already under way goes to the spare entry, and `s_ready` falls one cycle later.
module archsim_skid #(
    parameter WIDTH = 8              // bits of a beat
) (
    input  wire             aclk,
    input  wire             aresetn, // synchronous, active low: both entries are emptied, and no beat is taken
    input  wire [WIDTH-1:0] s_data,
    input  wire             s_valid,
    output wire             s_ready,
    output wire [WIDTH-1:0] m_data,
    output wire             m_valid,
    input  wire             m_ready
);

    reg             ready;
    reg             valid;
    reg [WIDTH-1:0] data;
    reg             spare_valid;
    reg [WIDTH-1:0] spare;

    wire taken = s_valid && ready;
    wire free  = m_ready || !valid;

    assign s_ready = ready;
    assign m_valid = valid;
    assign m_data  = data;

    // `ready` is low while the spare entry is full, and in reset.
    always @(posedge aclk) begin
        if (!aresetn) begin
            ready       <= 1'b0;
            valid       <= 1'b0;
            spare_valid <= 1'b0;
        end else if (free) begin
            ready       <= 1'b1;
            valid       <= spare_valid || taken;
            spare_valid <= 1'b0;
        end else if (taken) begin
            ready       <= 1'b0;
            spare_valid <= 1'b1;
        end
    end

    // Entries need no reset: they are read only when they are valid.
    always @(posedge aclk) begin
        if (free)
            data <= spare_valid ? spare : s_data;
        if (taken && !free)
            spare <= s_data;
    end

endmodule
