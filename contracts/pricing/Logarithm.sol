// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @title Natural logarithm of a ratio in Q128
/// @notice ln(a/b) = 2 atanh((a - b) / (a + b)), straight when |z| <= (sqrt 2 - 1) / (sqrt 2 + 1), so that neighbours keep
/// their relative accuracy; otherwise after taking out k + 1/2 powers of two. The series is a ten-degree Chebyshev fit in z^2.
library Logarithm {
    uint256 private constant LN2 = 235865763225513294137944142764154484399;
    uint256 private constant SQRT2 = 481231938336009023090067544955250113854;
    /// @dev (sqrt 2 - 1) / (sqrt 2 + 1) in Q128
    uint256 private constant NEAR = 58383224090797344209988732384804406659;

    /// @notice ln(a / b), relative error below 1e-24 plus 2^-127 absolute.
    /// @param a 1 to 2^120
    /// @param b 1 to 2^120
    /// @return y Q128
    function lnRatio(uint256 a, uint256 b) internal pure returns (int256 y) {
        // In range, no shift or product below passes 2^255.
        unchecked {
            if (a < b) return -lnRatio(b, a);
            uint256 z = ((a - b) << 128) / (a + b);
            if (z <= NEAR) return _twoAtanh(int256(z));
            uint256 ratio = (a << 128) / b;
            uint256 k = FixedPointMathLib.log2(ratio) - 128;
            ratio >>= k;
            int256 w = (int256(ratio) - int256(SQRT2)) * (1 << 126) / int256((ratio + SQRT2) >> 2);
            return int256(k * LN2 + LN2 / 2) + _twoAtanh(w);
        }
    }

    function _twoAtanh(int256 z) private pure returns (int256 y) {
        assembly ("memory-safe") {
            let w := shr(128, mul(z, z))
            // forgefmt: disable-next-item
            let p :=
                add(680564733841876926926749451051958448677, shr(128, mul(w,
                add(226854911280625642306975140832731967038, shr(128, mul(w,
                add(136112946768375388021427298834109122148, shr(128, mul(w,
                add(97223533405981022787389067483019755165, shr(128, mul(w,
                add(75618303760587089463159821859768795850, shr(128, mul(w,
                add(61869521198493355738513560792836430875, shr(128, mul(w,
                add(52351139266666483938800877721128080894, shr(128, mul(w,
                add(45370610167750038988583799100274437462, shr(128, mul(w,
                add(40048264793929323822551133511301641017, shr(128, mul(w,
                add(35443602256226216099139720925250325904, shr(128, mul(w,
                37631902655743908634868527475484476367))))))))))))))))))))))))))))))
            y := sar(128, mul(z, p))
        }
    }
}
