// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Turnover of a book follows the path of its target
/// @notice Σ turnover <= Σ |target now − target at the previous trade| + a governed, refilling allowance: whoever chooses the
/// moments cannot trade a book round and round. `level` is turnover ahead of the path; negative, it is path that slices have
/// still to trade, and never more of it than the distance that is left.
library PathBound {
    /// @param elapsed seconds since the previous trade
    /// @param rate refill of the allowance per second
    /// @param move |target now − target then|
    /// @param remaining distance from the target after the trade
    function next(
        int256 level,
        uint256 elapsed,
        uint256 rate,
        uint256 move,
        uint256 turnover,
        uint256 remaining
    ) internal pure returns (int256) {
        if (level > 0) {
            int256 leaked = int256(rate * elapsed);
            level = level > leaked ? level - leaked : int256(0);
        }
        level += int256(turnover) - int256(move);
        return level < -int256(remaining) ? -int256(remaining) : level;
    }
}
