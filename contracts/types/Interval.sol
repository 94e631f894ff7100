// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A value known only to lie in [low, high]: two signed 128-bit 18-decimal numbers in one word.
type Interval is uint256;

using {low, high, plus as +, hull, widen} for Interval global;

/// @notice The low end lies above the high end.
error EmptyInterval(int256 low, int256 high);
/// @notice An end does not fit 128 bits.
error IntervalOverflow(int256 value);

function interval(int256 low_, int256 high_) pure returns (Interval) {
    if (low_ > high_) revert EmptyInterval(low_, high_);
    return Interval.wrap((uint256(uint128(_fit(low_))) << 128) | uint128(_fit(high_)));
}

function _fit(int256 value) pure returns (int128 fitted) {
    fitted = int128(value);
    if (fitted != value) revert IntervalOverflow(value);
}

function low(Interval i) pure returns (int256) {
    return int128(uint128(Interval.unwrap(i) >> 128));
}

function high(Interval i) pure returns (int256) {
    return int128(uint128(Interval.unwrap(i)));
}

function plus(Interval a, Interval b) pure returns (Interval) {
    return interval(a.low() + b.low(), a.high() + b.high());
}

/// @notice The smallest interval that holds `i` and `value`.
function hull(Interval i, int256 value) pure returns (Interval) {
    return interval(value < i.low() ? value : i.low(), value > i.high() ? value : i.high());
}

/// @notice Both ends moved outwards by `by`.
function widen(Interval i, uint256 by) pure returns (Interval) {
    return interval(i.low() - int256(by), i.high() + int256(by));
}
