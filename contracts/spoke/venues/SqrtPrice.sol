// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Between 18-decimal quote per base and Uniswap's sqrt(token1 / token0) · 2^96
/// @notice Relative error of either direction is below 1e-18 for prices in [1e-12, 1e12] of tokens with 6 to 18 decimals;
/// rounding to whole units of the result comes on top.
library SqrtPrice {
    /// @dev TickMath.MIN_SQRT_RATIO + 1 and MAX_SQRT_RATIO - 1: the range a pool accepts as a limit.
    uint160 internal constant LOWEST = 4295128740;
    uint160 internal constant HIGHEST = 1461446703485210103287273052203988822378723970341;

    /// @param baseUnit 10^decimals of base
    /// @param quoteUnit 10^decimals of quote
    /// @param baseIsToken0 whether base sorts below quote
    /// @param up round up, else down
    function fromPrice(uint256 price, uint256 baseUnit, uint256 quoteUnit, bool baseIsToken0, bool up)
        internal
        pure
        returns (uint160)
    {
        if (price == 0) return baseIsToken0 ? LOWEST : HIGHEST;
        (uint256 numerator, uint256 denominator) = (price * quoteUnit, baseUnit * 1e18);
        if (!baseIsToken0) (numerator, denominator) = (denominator, numerator);
        Math.Rounding rounding = up ? Math.Rounding.Ceil : Math.Rounding.Floor;
        // Ratios of 2^64 and more would not fit under 2^192: they are scaled by 2^64 and have digits to spare.
        uint256 root = numerator >> 64 < denominator
            ? Math.sqrt(Math.mulDiv(numerator, 1 << 192, denominator, rounding), rounding)
            : Math.sqrt(Math.mulDiv(numerator, 1 << 64, denominator, rounding), rounding) << 64;
        if (root < LOWEST) return LOWEST;
        return root > HIGHEST ? HIGHEST : uint160(root);
    }

    function toPrice(uint160 root, uint256 baseUnit, uint256 quoteUnit, bool baseIsToken0)
        internal
        pure
        returns (uint256)
    {
        uint256 ratio = Math.mulDiv(root, root, 1 << 64); // token1 / token0 · 2^128
        return baseIsToken0
            ? Math.mulDiv(ratio, baseUnit * 1e18 / quoteUnit, 1 << 128)
            : Math.mulDiv(1 << 128, baseUnit * 1e18, ratio * quoteUnit);
    }
}
