// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Exponential} from "./Exponential.sol";

/// @title The normal distribution in Q96
/// @notice Its tail is density times the Mills ratio: Phi(-x) = phi(x) R(x). R is a continued fraction of eight levels
/// (J-fraction of a rational fit weighted by phi), one addition and one division a level.
library Normal {
    uint256 private constant INV_SQRT_2PI = 31607463825455920808620519744;
    /// @notice Beyond it the tail is below 8e-24 and counts as zero; the continued fraction is fitted up to here.
    int256 internal constant TAIL = 10 * 2 ** 96;

    /// @notice phi(x) for |x| <= 16 * 2^96, absolute error below 2^-95.
    function density(int256 x) internal pure returns (uint256) {
        // (16 * 2^96)^2 < 2^201, and e^-y <= 1.
        unchecked {
            return (Exponential.exp(-((x * x) >> 97)) * INV_SQRT_2PI) >> 96;
        }
    }

    /// @notice R(x) = Phi(-x) / phi(x) for 0 <= x <= TAIL: phi(x) times the error of R stays below 1e-19.
    /// @dev Each denominator keeps its sign over the domain, so none is zero.
    function mills(int256 x) internal pure returns (uint256 r) {
        assembly ("memory-safe") {
            let d := sub(x, 2351092490920122213324335908790)
            d := add(
                add(x, 2646983741125152627501002539642),
                sdiv(6375734250335397714997758667999601947283608448678104342427086, d)
            )
            d := add(
                add(x, 304459466412540628254769594366),
                sdiv(2775226631782507445919514223141070684481335163903057873468, d)
            )
            d := add(
                add(x, 214646363074302319438999298459),
                sdiv(183687186356376718329244848054596776899226822790517375603144, d)
            )
            d := sub(
                sub(x, 1223096240426539511419313360975),
                sdiv(35125660303443538767118638041695651675628106540728322862152, d)
            )
            d := add(
                add(x, 2312330262886475997225329377853),
                sdiv(3112805549856215774751644347271799056999137029244612956681488, d)
            )
            d := sub(
                add(x, 17337775914538073786263544169),
                sdiv(12867155041116402442535748330728173469779195717227717224040, d)
            )
            d := add(
                sub(x, 18852713327749881016192844),
                sdiv(6332793730821703770080763733120069273866524556671667765366, d)
            )
            r := sdiv(6277081696431262473031317000296909885760693001725878009120, d)
        }
    }
}
