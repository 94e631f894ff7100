// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BandState} from "gimbal/spoke/BandState.sol";
import {Budget} from "gimbal/spoke/Budget.sol";
import {FillPremium} from "gimbal/spoke/FillPremium.sol";
import {PathBound} from "gimbal/spoke/PathBound.sol";

/// @notice The one-idea limits of the executor, each against its sentence.
contract LimitsTest is Test {
    using Budget for Budget.Bucket;

    Budget.Bucket internal bucket;

    function testFuzz_P6_aWindowNeverSpendsMoreThanCapacityAndRefill(uint256 seed) public {
        (uint256 capacity, uint256 rate) = (seed % 1e24, (seed >> 128) % 1e20);
        vm.warp(1_700_000_000);
        uint256 from = block.timestamp;
        uint256 total;
        for (uint256 i; i < 40; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + seed % 1000);
            uint256 left = bucket.left(capacity, rate);
            uint256 amount = (seed >> 64) % 3 == 0 ? left : left * ((seed >> 128) % 100) / 100;
            bucket.spend(amount, rate);
            total += amount;
            assertLe(total, capacity + rate * (block.timestamp - from));
        }
    }

    function test_aLowerCapacityForgivesNothing() public {
        vm.warp(1000);
        bucket.spend(80, 0);
        assertEq(bucket.left(100, 0), 20);
        assertEq(bucket.left(50, 0), 0);
        assertEq(bucket.left(200, 0), 120);
    }

    function testFuzz_P1_activeBit(bool active, bool above, int128 y_, uint128 a, uint128 b) public pure {
        int256 y = y_;
        vm.assume(b <= a);
        uint256 distance = uint256(y < 0 ? -y : y);
        (bool next, bool side) = BandState.next(active, above, y, a, b);
        assertEq(side, y > 0);
        if (distance > a) assertTrue(next, "set beyond a");
        else if (distance <= b) assertFalse(next, "cleared at b");
        else assertEq(next, active && above == side, "kept between, cleared when y changes sign");
    }

    function test_P1_activeBit_slicesKeepIt() public pure {
        (bool active, bool above) = BandState.next(false, false, -11, 10, 4);
        assertTrue(active);
        (active, above) = BandState.next(active, above, -5, 10, 4);
        assertTrue(active, "inside a, on its way");
        (active, above) = BandState.next(active, above, -4, 10, 4);
        assertFalse(active, "at b");
        (active, above) = BandState.next(active, above, -9, 10, 4);
        assertFalse(active, "until beyond a again");
        (active, above) = BandState.next(true, false, 5, 10, 4);
        assertFalse(active, "the other side");
    }

    struct Walk {
        int256 level;
        uint256 path;
        uint256 turnover;
        uint256 elapsed;
        uint256 allowance;
        uint256 rate;
    }

    /// @dev Whatever trades the bound lets through, turnover stays within path, allowance and refill.
    function testFuzz_P6_pathBound(uint256 seed) public pure {
        Walk memory w;
        (w.allowance, w.rate) = (seed % 1e19, (seed >> 64) % 1e15);
        for (uint256 i; i < 40; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(w, seed % 5e18, (seed >> 64) % 8e18, (seed >> 128) % 3600, (seed >> 192) % 10e18);
            assertLe(w.turnover, w.path + w.allowance + w.rate * w.elapsed);
        }
    }

    function _step(Walk memory w, uint256 move, uint256 trade, uint256 pause, uint256 remaining)
        private
        pure
    {
        int256 next = PathBound.next(w.level, pause, w.rate, move, trade, remaining);
        if (next > int256(w.allowance)) return;
        w.level = next;
        w.elapsed += pause;
        w.path += move;
        w.turnover += trade;
    }

    function test_pathLeftToTradeIsNeverMoreThanTheDistance() public pure {
        assertEq(PathBound.next(0, 0, 0, 10e18, 2e18, 8e18), -8e18, "slices to come");
        assertEq(PathBound.next(0, 0, 0, 10e18, 2e18, 3e18), -3e18);
        assertEq(PathBound.next(5e18, 10, 0.1e18, 0, 0, 0), 4e18, "refill");
    }

    function testFuzz_premiumRisesFromZeroToTheLimit(
        uint256 a,
        uint256 b,
        uint256 start,
        uint256 full,
        uint256 limit
    ) public pure {
        start = bound(start, 0, 1e24);
        full = bound(full, start, 1e25);
        limit = bound(limit, 0, 0.1e18);
        (a, b) = (bound(a, 0, 1e26), bound(b, 0, 1e26));
        if (a > b) (a, b) = (b, a);
        uint256 low = FillPremium.rate(a, start, full, limit);
        uint256 high = FillPremium.rate(b, start, full, limit);
        assertLe(low, high);
        assertLe(high, limit);
        if (b >= full) assertEq(high, limit);
        else if (a <= start) assertEq(low, 0);
    }
}
