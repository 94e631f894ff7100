// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BookVariance} from "gimbal/pricing/BookVariance.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {LadderBuilder} from "gimbal/pricing/LadderBuilder.sol";
import {SeriesRun} from "gimbal/pricing/SeriesRun.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

contract BookVarianceTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    function test_itIsWeightedBySize() public view {
        // (30 * 0.36 * 7 / 365 + 10 * 0.25 * 30 / 365) / 40
        assertApproxEqAbs(
            BookVariance.ofLegs(_book(), NOW, terms), 0.010_315_068_493_150_685e18, 1, "two series"
        );
    }

    /// @dev Eight of thirty instants have passed.
    function test_whatIsSettledNoLongerCounts() public view {
        uint256 time = NOW + 7 days - 1800 + 8 * 60;
        uint256 left = 22 * 60;
        uint256 near = uint256(0.36e18) * left / 365 days;
        uint256 far = uint256(0.25e18) * (23 days + left) / 365 days;
        assertApproxEqAbs(
            BookVariance.ofLegs(_book(), time, terms), (22 * near + 10 * far) / 32, 2, "in the window"
        );
        assertApproxEqAbs(
            BookVariance.ofLegs(_book(), NOW + 7 days, terms), uint256(0.25e18) * 23 / 365, 1, "expired"
        );
    }

    function test_itIsZeroOnceNothingLives() public view {
        assertEq(BookVariance.ofLegs(_book(), NOW + 30 days, terms), 0);
        assertEq(BookVariance.ofLegs(new Leg[](0), NOW, terms), 0);
        MandateBody memory empty;
        assertEq(_ofBody(empty, NOW), 0);
    }

    function testFuzz_neverReverts(Leg[4] memory drawn, uint256 time) public view {
        Leg[] memory legs = new Leg[](256);
        for (uint256 i; i < 256; i++) {
            legs[i] = drawn[i % 4];
        }
        // the largest vol for the longest time
        assertLe(BookVariance.ofLegs(legs, time, terms), uint256(341e18) * 2 ** 40 / 365 days);
    }

    /// forge-config: default.fuzz.runs = 16
    /// forge-config: fuzz.fuzz.runs = 1000
    function testFuzz_P13_aLadderSaysTheSameAsItsSeries(uint256 after_) public view {
        MandateBody memory body;
        body.ladder = LadderBuilder.build(_book(), 3000e18, NOW, terms, 6 hours);
        after_ = bound(after_, 0, 6 hours);
        assertApproxEqAbs(_ofBody(body, NOW + after_), BookVariance.ofLegs(_book(), NOW + after_, terms), 2);
    }

    function test_aLadderHoldsItsEdgesOutside() public view {
        MandateBody memory body;
        body.ladder = LadderBuilder.build(_book(), 3000e18, NOW, terms, 6 hours);
        assertEq(_ofBody(body, 0), body.ladder.firstVariance);
        assertEq(_ofBody(body, NOW + 365 days), body.ladder.lastVariance);
        assertEq(
            body.ladder.firstVariance, BookVariance.ofLegs(_book(), NOW - LadderBuilder.CLOCK_SKEW, terms)
        );
    }

    /// @dev With any legs, in and after their settlement, without spot and without vol. Years are cut to 18 decimals there.
    function testFuzz_P13_aListHasItWithItsTarget(uint256 seed, uint256 time, uint256 spot) public view {
        time = bound(time, NOW - 30 days, NOW + 31 days);
        if (seed % 2 == 0) time = NOW + 10 days - time % 2000;
        Leg[] memory legs = new Leg[](10);
        uint256 steepest;
        for (uint256 i; i < legs.length; i++) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            legs[i] = Leg(
                seriesId(
                    1, uint40(NOW + drawn % 4 * 10 days), uint128(1 + (drawn >> 8) % 3 * 1500e18), false
                ),
                int128(uint128(drawn >> 128)) >> (drawn >> 24) % (seed % 3 == 0 ? 30 : 100),
                [uint64(0), 1e7, 0.6e18, 2e18, type(uint64).max][(drawn >> 40) % 5],
                0
            );
            if (legs[i].vol > steepest) steepest = legs[i].vol;
        }
        // Or with three expiries in their windows at once, whose weights, and sizes times these, the other cuts.
        SettlementTerms memory s = seed % 3 == 0 ? SettlementTerms(25 days, 30, 3600) : terms;
        (,, uint256 variance) = SeriesRun.sum(legs, seed % 5 == 0 ? 0 : spot, time, s);
        uint256 expected = BookVariance.ofLegs(legs, time, s);
        assertApproxEqAbs(variance, expected, 2 + steepest * steepest / 1e36 + expected / 1e16);
    }

    function _ofBody(MandateBody memory body, uint256 time) private view returns (uint256 variance) {
        (,, variance,) = HedgeTarget.ofBody(body, 3000e18, time, terms);
    }

    function _book() private pure returns (Leg[] memory legs) {
        legs = new Leg[](2);
        legs[0] = Leg(seriesId(1, uint40(NOW + 7 days), 3000e18, false), -30e18, 0.6e18, 0);
        legs[1] = Leg(seriesId(1, uint40(NOW + 30 days), 2900e18, true), 10e18, 0.5e18, 0);
    }
}
