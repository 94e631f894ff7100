// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What a book pays a filler over the oracle price
/// @notice Zero at m · a, rising linearly to the slippage limit at a governed multiple of a: the longer nobody comes, the more
/// it pays, and never more than a venue could have cost.
library FillPremium {
    /// @param distance |y| before the fill
    /// @param start m · a
    /// @param full distance at which the premium is whole
    /// @param limit largest premium, 18 decimals
    function rate(uint256 distance, uint256 start, uint256 full, uint256 limit)
        internal
        pure
        returns (uint256)
    {
        if (distance >= full) return limit;
        return distance <= start ? 0 : limit * (distance - start) / (full - start);
    }
}
