// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Leaky bucket
/// @notice In any window at most capacity + rate · window is spent (P6). The level is absolute, so a change of terms counts
/// at once and never forgives what was spent.
library Budget {
    struct Bucket {
        uint192 level;
        uint64 time;
    }

    function left(Bucket storage bucket, uint256 capacity, uint256 rate) internal view returns (uint256) {
        uint256 level = _level(bucket, rate);
        return level < capacity ? capacity - level : 0;
    }

    /// @notice Spends what the caller has found to be left.
    function spend(Bucket storage bucket, uint256 amount, uint256 rate) internal {
        bucket.level = uint192(_level(bucket, rate) + amount);
        bucket.time = uint64(block.timestamp);
    }

    function _level(Bucket storage bucket, uint256 rate) private view returns (uint256) {
        uint256 leaked = rate * (block.timestamp - bucket.time);
        uint256 level = bucket.level;
        return level > leaked ? level - leaked : 0;
    }
}
