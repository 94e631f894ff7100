// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title The active bit of a book
/// @notice Set once |y| > a, kept while slices walk to b on the same side, cleared at |y| <= b or when y changes sign. Without
/// it, slices of a clip would stop just inside a and the inner band would be dead.
library BandState {
    /// @param active bit as stored
    /// @param above side of the target it was set on: y > 0
    function next(bool active, bool above, int256 y, uint256 outer, uint256 inner)
        internal
        pure
        returns (bool, bool)
    {
        uint256 distance = y < 0 ? uint256(-y) : uint256(y);
        bool isAbove = y > 0;
        if (distance <= inner) return (false, isAbove);
        return (distance > outer || (active && above == isAbove), isAbove);
    }
}
