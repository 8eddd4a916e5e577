// A magnitude with its leading one moved to the highest place: nothing is lost, and the exponent says how far it went.
//
//   exponent = top_exponent - places of the shift;   0 has the exponent 0
module normalise #(
    parameter BITS = 16                    // width of the magnitude, at least 2
) (
    input  wire [BITS-1:0] magnitude,
    input  wire [6:0]      top_exponent,   // what a leading one in the highest place would have
    output wire [BITS-1:0] mantissa,       // highest bit 1, or 0 in all
    output wire [6:0]      exponent        // of the leading one
);

    // Places 2^(n-1), .., 2, 1 in turn, wherever that many highest bits are zero: together up to BITS - 1.
    function integer steps_for;
        input integer bits;
        begin
            steps_for = 1;
            while ((1 << steps_for) < bits)
                steps_for = steps_for + 1;
        end
    endfunction

    localparam STEPS = steps_for(BITS);

    reg [BITS-1:0] shifted;
    reg [6:0]      places;
    integer        step;

    always @* begin
        shifted = magnitude;
        places  = 7'd0;
        for (step = STEPS - 1; step >= 0; step = step - 1) begin
            if ((shifted >> (BITS - (1 << step))) == {BITS{1'b0}}) begin
                shifted = shifted << (1 << step);
                places  = places + (7'd1 << step);
            end
        end
    end

    assign mantissa = shifted;
    assign exponent = shifted[BITS-1] ? top_exponent - places : 7'd0;

endmodule
