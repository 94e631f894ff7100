// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {EXP_A, EXP_B1, EXP_B2, EXP_B3, EXP_C1, EXP_C2, EXP_C3} from "./Exponential.sol";

/// @title The normal distribution in Q96
/// @notice Its tail is density times the Mills ratio: Phi(-x) = phi(x) R(x). R is a continued fraction of eight levels
/// (J-fraction of the minimax rational fit weighted by phi), one addition and one division a level.
library Normal {
    uint256 private constant TWICE_LN2_Q192 = 8701910739942435308955126180449588330728689793352271490139;
    uint256 private constant HALF_LN2_Q96 = 27458388733853736675570735564;
    /// @dev 1 / (2 sqrt(pi)) in Q158
    uint256 private constant INV_TWICE_SQRT_PI = 103070500015010757583466757638911283257384449053;

    /// @notice phi(x) for |x| <= 16 * 2^96, relative error below 4e-27 plus 2^-96 absolute.
    /// @dev e^(-x^2 / 2) = 2^-k e^r / sqrt(2) with x^2 / 2 = k ln 2 + ln(2) / 2 - r: k and r are what x^2 leaves divided by 2 ln 2.
    /// e^r as in `Exponential`, the constants multiplied in before its division.
    function density(int256 x) internal pure returns (uint256 y) {
        // x^2 < 2^201, k <= 185, and (D + r) times the constants is below 2^98.4 * 2^156.2.
        assembly ("memory-safe") {
            let k := mul(x, x)
            let r := sub(HALF_LN2_Q96, shr(97, mod(k, TWICE_LN2_Q192)))
            let z := shr(96, mul(r, r))
            // forgefmt: disable-next-item
            z := sub(EXP_A,
                div(EXP_B1, sub(add(z, EXP_C1),
                div(EXP_B2, sub(add(z, EXP_C2),
                div(EXP_B3, add(z, EXP_C3)))))))
            y := shr(add(div(k, TWICE_LN2_Q192), 62), div(mul(add(z, r), INV_TWICE_SQRT_PI), sub(z, r)))
        }
    }

    /// @notice R(|x|) with R(x) = Phi(-x) / phi(x), for |x| <= 45: phi(x) times the error of R stays below
    /// 1e-19, and beyond ten R is within 1e-6 of itself.
    /// @dev Fitted up to ten, beyond which tails are below 8e-24 and count as zero. Each denominator keeps its sign up to there.
    function mills(int256 x) internal pure returns (uint256 r) {
        assembly ("memory-safe") {
            // Below zero less the last bit, which is nothing.
            x := xor(x, sar(255, x))
            // forgefmt: disable-next-item
            r := sdiv(6277081696431262473031317000296909885760693001725878009120, add(
                sub(x, 18852713327749881016192844),
                sdiv(6332793730821703770080763733120069273866524556671667765366, sub(
                add(x, 17337775914538073786263544169),
                sdiv(12867155041116402442535748330728173469779195717227717224040, add(
                add(x, 2312330262886475997225329377853),
                sdiv(3112805549856215774751644347271799056999137029244612956681488, sub(
                sub(x, 1223096240426539511419313360975),
                sdiv(35125660303443538767118638041695651675628106540728322862152, add(
                add(x, 214646363074302319438999298459),
                sdiv(183687186356376718329244848054776596899226822790517375603144, add(
                add(x, 304459466412540628254769594366),
                sdiv(2775226631782507445919514223141070684481335163903057873468, add(
                add(x, 2646983741125152627501002539642),
                sdiv(6375734250335397714997758667999601947283608448678104342427086,
                sub(x, 2351092490920122213324335908790))))))))))))))))
        }
    }
}
