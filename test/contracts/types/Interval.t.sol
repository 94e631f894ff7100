// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {EmptyInterval, Interval, IntervalOverflow, interval} from "gimbal/types/Interval.sol";

contract IntervalTest is Test {
    function testFuzz_endsRoundTrip(int128 low, int128 high) public pure {
        (low, high) = _sorted(low, high);
        Interval i = interval(low, high);
        assertEq(i.low(), low);
        assertEq(i.high(), high);
    }

    function testFuzz_sumsAddTheEnds(int120 a, int120 b, int120 c, int120 d) public pure {
        (int256 low, int256 high) = a < b ? (a, b) : (b, a);
        (int256 low2, int256 high2) = c < d ? (c, d) : (d, c);
        Interval sum = interval(low, high) + interval(low2, high2);
        assertEq(sum.low(), low + low2);
        assertEq(sum.high(), high + high2);
    }

    function testFuzz_theHullHoldsBothAndNothingMore(int128 low, int128 high, int128 value) public pure {
        (low, high) = _sorted(low, high);
        Interval i = interval(low, high).hull(value);
        assertTrue(i.low() <= value && value <= i.high());
        assertTrue(i.low() == low || i.low() == value);
        assertTrue(i.high() == high || i.high() == value);
        assertTrue(i.low() <= low && i.high() >= high);
    }

    function testFuzz_wideningMovesBothEnds(int120 low, int120 high, uint120 by) public pure {
        (low, high) = low < high ? (low, high) : (high, low);
        Interval i = interval(low, high).widen(by);
        assertEq(i.low(), int256(low) - int256(uint256(by)));
        assertEq(i.high(), int256(high) + int256(uint256(by)));
    }

    function testFuzz_emptyIntervalsAreRefused(int128 low, int128 high) public {
        vm.assume(low > high);
        vm.expectRevert(abi.encodeWithSelector(EmptyInterval.selector, low, high));
        this.build(low, high);
    }

    function testFuzz_endsBeyond128BitsAreRefused(int256 value) public {
        value = bound(value, int256(type(int128).max) + 1, type(int256).max);
        vm.expectRevert(abi.encodeWithSelector(IntervalOverflow.selector, value));
        this.build(0, value);
        vm.expectRevert(abi.encodeWithSelector(IntervalOverflow.selector, -value - 1));
        this.build(-value - 1, 0);
    }

    function build(int256 low, int256 high) external pure returns (Interval) {
        return interval(low, high);
    }

    function _sorted(int128 a, int128 b) private pure returns (int128, int128) {
        return a < b ? (a, b) : (b, a);
    }
}
