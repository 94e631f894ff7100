// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {LadderBuilder} from "gimbal/pricing/LadderBuilder.sol";
import {LadderCurve} from "gimbal/pricing/LadderCurve.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Ladder, Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

contract LadderTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    function test_nodesAreExact() public view {
        Leg[] memory legs = _legs(7 days);
        Ladder memory l = LadderBuilder.build(legs, 3000e18, NOW, terms, 6 hours);
        for (uint256 i; i < l.nodes; i += 8) {
            uint256 spot = LadderCurve.nodeSpot(l.lowestSpot, l.step, i);
            for (uint256 j; j < l.times.length; j++) {
                (int256 exact, int256 slope) = HedgeTarget.ofLegs(legs, spot, l.times[j], terms);
                (int256 target, int256 gamma, bool inside) = HedgeTarget.ofLadder(l, spot, l.times[j]);
                assertTrue(inside);
                assertApproxEqAbs(target, exact, 1e6);
                assertApproxEqAbs(gamma, slope, 1e6);
            }
        }
    }

    function test_theSpotIsTheMiddleNode() public view {
        Ladder memory l = LadderBuilder.build(_legs(7 days), 3000e18, NOW, terms, 6 hours);
        assertApproxEqAbs(LadderCurve.nodeSpot(l.lowestSpot, l.step, l.nodes / 2), 3000e18, 3000);
        assertEq(l.nodes, 33);
        assertEq(l.times[0], NOW - 10 minutes);
        assertEq(l.times[1], NOW + 6 hours);
    }

    /// forge-config: default.fuzz.runs = 24
    /// forge-config: fuzz.fuzz.runs = 1000
    function testFuzz_P13_theErrorBoundHolds(uint256 expiry, uint256 spot, uint256 time) public view {
        expiry = bound(expiry, 1 days, 60 days);
        Leg[] memory legs = _legs(expiry);
        Ladder memory l = LadderBuilder.build(legs, 3000e18, NOW, terms, 6 hours);
        spot = bound(spot, l.lowestSpot, LadderCurve.nodeSpot(l.lowestSpot, l.step, l.nodes - 1));
        time = bound(time, NOW, l.times[1]);
        (int256 exact,) = HedgeTarget.ofLegs(legs, spot, time, terms);
        (int256 target,, bool inside) = HedgeTarget.ofLadder(l, spot, time);
        assertTrue(inside);
        assertApproxEqAbs(target, exact, l.errorBound);
    }

    /// forge-config: default.fuzz.runs = 24
    /// forge-config: fuzz.fuzz.runs = 1000
    function testFuzz_P13_theErrorBoundHoldsOverWholeTables(uint256 expiry) public view {
        expiry = bound(expiry, 2 hours, 20 days);
        Leg[] memory legs = _legs(expiry);
        Ladder memory l = LadderBuilder.build(legs, 3000e18, NOW, terms, 4 hours);
        for (uint256 i; i < 120; i++) {
            uint256 spot = l.lowestSpot + uint256(keccak256(abi.encode(expiry, i))) % l.lowestSpot;
            uint256 time = NOW + uint256(keccak256(abi.encode(i, expiry))) % (l.times[1] - NOW);
            (int256 target,, bool inside) = HedgeTarget.ofLadder(l, spot, time);
            if (!inside) continue;
            (int256 exact,) = HedgeTarget.ofLegs(legs, spot, time, terms);
            assertApproxEqAbs(target, exact, l.errorBound);
        }
    }

    function test_gammaIsTheSlopeBetweenNodes() public view {
        Ladder memory l = LadderBuilder.build(_legs(7 days), 3000e18, NOW, terms, 6 hours);
        for (uint256 spot = 2250e18; spot < 4100e18; spot += 173e18) {
            (, int256 gamma,) = HedgeTarget.ofLadder(l, spot, NOW + 1 hours);
            (int256 up,,) = HedgeTarget.ofLadder(l, spot + 0.001e18, NOW + 1 hours);
            (int256 down,,) = HedgeTarget.ofLadder(l, spot - 0.001e18, NOW + 1 hours);
            assertApproxEqAbs((up - down) * 500, gamma, 1e12);
        }
    }

    function test_itIsFlatOutsideAndSaysSo() public view {
        Ladder memory l = LadderBuilder.build(_legs(7 days), 3000e18, NOW, terms, 6 hours);
        (int256 target, int256 gamma, bool inside) = HedgeTarget.ofLadder(l, 1, NOW);
        (int256 edge,,) = HedgeTarget.ofLadder(l, l.lowestSpot, NOW);
        assertEq(target, edge);
        assertEq(gamma, 0);
        assertFalse(inside);

        uint256 highest = LadderCurve.nodeSpot(l.lowestSpot, l.step, l.nodes - 1);
        (edge,,) = HedgeTarget.ofLadder(l, highest, NOW);
        (target, gamma, inside) = HedgeTarget.ofLadder(l, type(uint256).max, NOW);
        assertEq(target, edge);
        assertEq(gamma, 0);
        assertFalse(inside);

        (edge,,) = HedgeTarget.ofLadder(l, 3000e18, l.times[1]);
        (target, gamma, inside) = HedgeTarget.ofLadder(l, 3000e18, NOW + 30 days);
        assertEq(target, edge);
        assertEq(gamma, 0);
        assertFalse(inside);
        (,, inside) = HedgeTarget.ofLadder(l, 3000e18, NOW - 1 hours);
        assertFalse(inside);
    }

    function test_aTableEndsBeforeTheNextSettlementInstant() public view {
        uint256 first = NOW + 7 days - 1800 + 60;
        Ladder memory l = LadderBuilder.build(_legs(7 days), 3000e18, first - 1 hours, terms, 6 hours);
        assertEq(l.times[1], first - 1);
        l = LadderBuilder.build(_legs(7 days), 3000e18, first, terms, 6 hours);
        assertEq(l.times[1], first + 59);
        // The expired series counts no more, the later ones step far off.
        l = LadderBuilder.build(_legs(7 days), 3000e18, NOW + 7 days, terms, 6 hours);
        assertEq(l.times[1], NOW + 7 days + 6 hours);
    }

    function test_aBodyReadsItsLadder() public view {
        MandateBody memory body;
        body.ladder = LadderBuilder.build(_legs(7 days), 3000e18, NOW, terms, 6 hours);
        body.share = 0.5e18;
        body.offset = 2e18;
        (int256 whole, int256 slope,) = HedgeTarget.ofLadder(body.ladder, 3050e18, NOW + 600);
        (int256 target, int256 gamma,, bool inside) = HedgeTarget.ofBody(body, 3050e18, NOW + 600, terms);
        assertEq(target, whole / 2 + 2e18);
        assertEq(gamma, slope / 2);
        assertTrue(inside);
    }

    function _legs(uint256 expiry) private pure returns (Leg[] memory legs) {
        legs = new Leg[](3);
        legs[0] = Leg(seriesId(1, uint40(NOW + expiry), 3000e18, false), -100e18, 0.6e18, 0);
        legs[1] = Leg(seriesId(1, uint40(NOW + 2 * expiry), 3300e18, false), 40e18, 0.55e18, 0.03e18);
        legs[2] = Leg(seriesId(1, uint40(NOW + 3 * expiry), 2700e18, true), 20e18, 0.7e18, -0.01e18);
    }
}
