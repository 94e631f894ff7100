// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

uint256 constant LN2_Q96 = 54916777467707473351141471128;
/// @dev 1 / ln 2 in Q64: only the power of two hangs on it.
uint256 constant INV_LN2_Q64 = 26613026195688644983;
// D = EXP_A - EXP_B1 / (z + EXP_C1 - EXP_B2 / (z + EXP_C2 - EXP_B3 / (z + EXP_C3))), z = r^2: A, C in Q96 and B in Q192.
uint256 constant EXP_A = 4437886983493308979309082524675;
uint256 constant EXP_B1 = 373577772981856740247774715021282058338747719059381997086342802;
uint256 constant EXP_C1 = 101817092921928974220881841881678;
uint256 constant EXP_B2 = 143398031823682421492842247462584476612788997945100896651371330;
uint256 constant EXP_C2 = 13030477344607720421166017657377;
uint256 constant EXP_B3 = 15751007658668680032857358713728198681577024144744516351373375;
uint256 constant EXP_C3 = 4992033575646009930943086169889;

/// @title Exponential in Q96
/// @notice x = k ln 2 + r with |r| <= ln(2)/2, and e^r = (D + r) / (D - r) where D = r coth(r/2) is even in r: a continued
/// fraction of three levels in r^2 (J-fraction of the minimax rational fit, relative error of e^r 3.4e-27).
library Exponential {
    /// @dev A half but for 1e-12: the compiler would compute a round one, at three times the gas.
    uint256 private constant NEARLY_HALF_Q160 = 730750818666686026991965873147153855506867506055;

    /// @notice e^x, relative error below 1e-26 plus 2^-96 absolute.
    /// @param x Q96, from -2^160 to 42 * 2^96
    /// @return y Q96
    function exp(int256 x) internal pure returns (uint256 y) {
        // No product passes 2^254; every denominator is positive on the whole range of r^2 (the last, D - r, is at least 1.6).
        // Far below zero the last shift leaves nothing.
        assembly ("memory-safe") {
            let k := sar(160, add(mul(x, INV_LN2_Q64), NEARLY_HALF_Q160))
            let r := sub(x, mul(k, LN2_Q96))
            let z := shr(96, mul(r, r))
            // forgefmt: disable-next-item
            z := sub(EXP_A,
                div(EXP_B1, sub(add(z, EXP_C1),
                div(EXP_B2, sub(add(z, EXP_C2),
                div(EXP_B3, add(z, EXP_C3)))))))
            // Q157 before the binary exponent, so that small results keep their digits.
            y := shr(sub(61, k), div(shl(157, add(z, r)), sub(z, r)))
        }
    }
}
