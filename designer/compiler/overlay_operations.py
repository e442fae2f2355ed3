"""What introspection can't know about the functions of `keras.ops`: groups, order, one line each.

Written by hand and checked against Keras by `tests/tf/test_operations.py`. The order of the tables is the
order of the palette. A function of a newer Keras that is missing here comes last, without a summary.
"""

from typing import Literal

Group = Literal["arithmetic", "function", "comparison", "reduction", "shape", "algebra", "signal", "network"]

_NOTES: dict[Group, str] = {
    "arithmetic": """
        add              Sum of two tensors, or of a tensor and a number
        subtract         First tensor minus the second, or minus a number
        multiply         Product of two tensors, or of a tensor and a number
        divide           First tensor divided by the second, or by a number
        divide_no_nan    Division that gives 0 where the divisor is 0
        floor_divide     Division, rounded down
        mod              Remainder of a division, with the sign of the divisor
        fmod             Remainder of a division, with the sign of the dividend
        power            First tensor to the power of the second, or of a number
        maximum          Greater of two values
        minimum          Lesser of two values
        fmax             Greater of two values, passing over NaN
        fmin             Lesser of two values, passing over NaN
        hypot            Length of the hypotenuse of a right triangle
        arctan2          Angle of a point, from its y and x
        logaddexp        Logarithm of the sum of two exponentials
        logaddexp2       The same to the base 2
        heaviside        0 below zero, 1 above, the second tensor at zero
        nextafter        Next number after the first, towards the second
        ldexp            First tensor times 2 to the power of the second
        bitwise_and      Bits that are set in both
        bitwise_or       Bits that are set in either
        bitwise_xor      Bits that are set in one of the two
        bitwise_left_shift   Bits moved to the left
        bitwise_right_shift  Bits moved to the right
        where            One of two values, by a condition
        clip             Values limited to an interval
    """,
    "function": """
        abs              Absolute value
        negative         Change of sign
        sign             -1, 0 or 1, by the sign
        square           Square
        sqrt             Square root
        cbrt             Cube root
        rsqrt            1 divided by the square root
        reciprocal       1 divided by the value
        exp              Exponential
        exp2             2 to the power of the value
        expm1            Exponential minus 1
        log              Natural logarithm
        log2             Logarithm to the base 2
        log10            Logarithm to the base 10
        log1p            Natural logarithm of 1 plus the value
        sin              Sine
        cos              Cosine
        tan              Tangent
        arcsin           Inverse sine
        arccos           Inverse cosine
        arctan           Inverse tangent
        sinh             Hyperbolic sine
        cosh             Hyperbolic cosine
        tanh             Hyperbolic tangent
        arcsinh          Inverse hyperbolic sine
        arccosh          Inverse hyperbolic cosine
        arctanh          Inverse hyperbolic tangent
        sinc             Sine of πx divided by πx
        i0               Modified Bessel function of order 0
        erf              Error function
        erfc             1 minus the error function
        erfinv           Inverse of the error function
        deg2rad          Degrees to radians
        rad2deg          Radians to degrees
        round            Rounded to a number of decimals
        floor            Rounded down
        ceil             Rounded up
        trunc            Rounded towards zero
        nan_to_num       Numbers in the place of NaN and infinity
        bitwise_invert   All bits the other way
        angle            Angle of complex numbers
        real             Real part of complex numbers
        imag             Imaginary part of complex numbers
        conj             Complex conjugate
        cast             Another dtype
        saturate_cast    Another dtype, values limited to what it can hold
        view             The same bytes as another dtype
        view_as_real     Complex numbers as pairs of reals
        stop_gradient    The value, through which nothing is learnt
        copy             A copy
    """,
    "comparison": """
        equal            Whether two values are equal
        not_equal        Whether two values differ
        greater          Whether the first is greater
        greater_equal    Whether the first is greater or equal
        less             Whether the first is less
        less_equal       Whether the first is less or equal
        isclose          Whether two values are nearly equal
        allclose         Whether two tensors are nearly equal everywhere
        isfinite         Whether values are finite
        isinf            Whether values are infinite
        isneginf         Whether values are minus infinity
        isposinf         Whether values are plus infinity
        isnan            Whether values are NaN
        isreal           Whether values have no imaginary part
        signbit          Whether values are negative
        logical_and      True where both are
        logical_or       True where either is
        logical_xor      True where one of the two is
        logical_not      True where the value isn't
        in_top_k         Whether the target is among the k best predictions
    """,
    "reduction": """
        mean             Mean along axes
        sum              Sum along axes
        max              Greatest value along axes
        min              Least value along axes
        prod             Product along axes
        std              Standard deviation along axes
        var              Variance along axes
        median           Median along axes
        quantile         Quantile along axes
        percentile       Percentile along axes
        average          Mean along an axis, perhaps weighted
        ptp              Greatest minus least value along axes
        moments          Mean and variance along axes
        logsumexp        Logarithm of the sum of exponentials along axes
        norm             Norm of vectors or matrices
        all              Whether all values along axes are true
        any              Whether any value along axes is true
        count_nonzero    How many values along axes aren't zero
        argmax           Place of the greatest value along an axis
        argmin           Place of the least value along an axis
        nanmean          Mean along axes, passing over NaN
        nansum           Sum along axes, passing over NaN
        nanmax           Greatest value along axes, passing over NaN
        nanmin           Least value along axes, passing over NaN
        nanprod          Product along axes, passing over NaN
        nanstd           Standard deviation along axes, passing over NaN
        nanvar           Variance along axes, passing over NaN
        nanmedian        Median along axes, passing over NaN
        nanquantile      Quantile along axes, passing over NaN
        nanpercentile    Percentile along axes, passing over NaN
        nanargmax        Place of the greatest value, passing over NaN
        nanargmin        Place of the least value, passing over NaN
        cumsum           Running sum along an axis
        cumprod          Running product along an axis
        nancumsum        Running sum along an axis, NaN as 0
        nancumprod       Running product along an axis, NaN as 1
        diff             Differences of neighbours along an axis
        trapezoid        Integral along an axis by the trapezoidal rule
        top_k            Greatest k values of the last axis, and their places
        sort             Values in ascending order along an axis
        argsort          Places of the values in ascending order
        bincount         How often each integer occurs
        segment_sum      Sum of the values of each segment
        segment_max      Greatest value of each segment
        segment_min      Least value of each segment
        segment_prod     Product of the values of each segment
        nonzero          Places of the values that aren't zero
    """,
    "shape": """
        reshape          The same values in another shape, batch axis included
        transpose        Axes in another order
        swapaxes         Two axes swapped
        moveaxis         An axis moved to another place
        expand_dims      A new axis of size 1
        squeeze          Axes of size 1 removed
        ravel            All values in one row
        concatenate      Tensors joined along an axis
        stack            Tensors joined along a new axis
        append           Second tensor joined to the first
        hstack           Tensors joined along the second axis
        vstack           Tensors joined along the first axis
        dstack           Tensors joined along the third axis
        split            Equal parts along an axis
        array_split      Nearly equal parts along an axis
        hsplit           Parts along the second axis
        vsplit           Parts along the first axis
        dsplit           Parts along the third axis
        unstack          One tensor for each place on an axis
        get_item         Part of a tensor, as Python writes it: ":, 0"
        slice            Part of a tensor, from a place on and of a size
        slice_update     Part of a tensor replaced
        take             Places of an axis, by their numbers
        take_along_axis  Values of an axis, by a tensor of places
        scatter          Zeros, and values at given places
        scatter_update   Values at given places replaced
        repeat           Each value repeated
        tile             The tensor repeated as a whole
        broadcast_to     Repeated up to a shape
        pad              Values around
        flip             Order reversed along axes
        fliplr           Order reversed along the second axis
        flipud           Order reversed along the first axis
        roll             Values moved on, the last to the front
        rot90            Rotated by quarter turns
        tril             Lower triangle, zeros above
        triu             Upper triangle, zeros below
        diag             Diagonal of a matrix, or a matrix with a diagonal
        diagflat         Matrix with all values on its diagonal
        diagonal         Diagonal of matrices
        meshgrid         Coordinates of a grid
        vander           Powers of the values, as a matrix
        space_to_depth   Squares of positions to channels
        depth_to_space   Channels to squares of positions
        extract_sequences  Overlapping windows of the last axis
        fold             Images from sliding windows
        one_hot          Integers as one-hot vectors
        ones_like        Ones in the same shape
        zeros_like       Zeros in the same shape
        full_like        One value in the same shape
    """,
    "algebra": """
        matmul           Matrix product
        einsum           Sum of products, written as an equation
        dot              Dot product
        tensordot        Sum of products along axes
        inner            Sum of products along the last axes
        outer            Products of all pairs
        vdot             Dot product of all values
        cross            Cross product of vectors
        cdist            Distances of all pairs of vectors
        trace            Sum of the diagonal
        det              Determinant
        logdet           Logarithm of the determinant
        inv              Inverse matrix
        pinv             Pseudo-inverse matrix
        matrix_rank      Rank of a matrix
        cholesky         Cholesky decomposition
        cholesky_inverse  Inverse, from a Cholesky decomposition
        qr               QR decomposition
        svd              Singular value decomposition
        eigh             Eigenvalues and vectors of a symmetric matrix
        solve            Solution of linear equations
        solve_triangular  Solution of triangular equations
        lstsq            Least squares solution
        normalize        Scaled to length 1
    """,
    "signal": """
        fft              Fourier transform of real and imaginary parts
        fft2             Fourier transform along two axes
        ifft2            Inverse Fourier transform along two axes
        rfft             Fourier transform of real values
        irfft            Inverse of rfft
        stft             Fourier transform of short windows
        istft            Inverse of stft
    """,
    "network": """
        relu             Zero below zero, the input above it
        relu6            ReLU, at most 6
        leaky_relu       ReLU with a small slope below zero
        elu              Exponential below zero, the input above it
        celu             ELU with a continuous slope
        selu             ELU, scaled to keep mean and variance
        gelu             Input times its Gaussian probability
        silu             Input times its sigmoid
        glu              Half of the channels, gated by the other half
        sigmoid          Values to between 0 and 1
        log_sigmoid      Logarithm of the sigmoid
        hard_sigmoid     Sigmoid made of straight lines
        hard_silu        SiLU made of straight lines
        hard_tanh        Values limited to between -1 and 1
        hard_shrink      Zero for small values
        soft_shrink      Values moved towards zero
        tanh_shrink      Input minus its hyperbolic tangent
        softplus         Smooth ReLU
        softsign         Input divided by 1 plus its size
        squareplus       Smooth ReLU by a square root
        sparse_plus      Smooth ReLU that reaches zero
        sparse_sigmoid   Sigmoid that reaches 0 and 1
        threshold        Another value at and below a threshold
        softmax          Scores to probabilities that sum to 1
        log_softmax      Logarithm of the softmax
        sparsemax        Scores to probabilities, many of them zero
        batch_normalization  Shifted and scaled by given mean and variance
        layer_normalization  Each sample to mean 0 and variance 1
        rms_normalization    Each sample to a root mean square of 1
        conv             Convolution with a given kernel
        depthwise_conv   Convolution of each channel alone
        separable_conv   Depthwise, then 1×1 convolution
        max_pool         Greatest value of each window
        average_pool     Mean of each window
        dot_product_attention  Attention with given heads
        binary_crossentropy        Loss between probabilities
        categorical_crossentropy   Loss between distributions
        sparse_categorical_crossentropy  Loss between class numbers and distributions
        ctc_loss         Loss between sequences without alignment
        psnr             Likeness of two images in decibels
    """,
}


def _read(text: str) -> dict[str, str]:
    lines = (line.split(maxsplit=1) for line in text.strip().splitlines())
    return {name: summary.strip() for name, summary in lines}


GROUPS: dict[Group, dict[str, str]] = {group: _read(text) for group, text in _NOTES.items()}
"""What each function does, in one line of at most 70 characters."""

GROUP_OF: dict[str, Group] = {name: group for group, notes in GROUPS.items() for name in notes}
